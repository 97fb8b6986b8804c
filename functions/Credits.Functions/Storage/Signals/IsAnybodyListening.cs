using Credits.Accounts;

namespace Credits.Functions.Storage.Signals;

/// <summary>Whether anybody wants to be told of an account. Where nobody does, nothing is signalled.</summary>
/// <param name="account">The account.</param>
/// <param name="neverHadEndpoints">Whether it is known never to have had endpoints of its own: then no store is asked for them, which of many idle accounts would be one request each.</param>
/// <param name="cancellation">Stops the request.</param>
public delegate ValueTask<bool> IsAnybodyListening(Account account, bool neverHadEndpoints, CancellationToken cancellation);
