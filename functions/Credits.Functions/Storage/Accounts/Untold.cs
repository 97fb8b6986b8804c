namespace Credits.Functions.Storage.Accounts;

/// <summary>What of an account's journal was not told yet, as far as it is known.</summary>
/// <param name="From">The first entry.</param>
/// <param name="Since">When it was booked.</param>
internal sealed record Untold(long From, DateTimeOffset Since);
