using Credits.Accounts;

namespace Credits.Functions.Storage.Signals;

/// <summary>Whether anybody wants to be told of an account. Where nobody does, nothing is signalled.</summary>
/// <param name="account">The account.</param>
/// <param name="cancellation">Stops the request.</param>
public delegate ValueTask<bool> IsAnybodyListening(Account account, CancellationToken cancellation);
