namespace Credits.Functions.Storage.Accounts;

/// <summary>Turns to write to an account: its document's ETag guards every commit besides.</summary>
public sealed class AccountTurns : Turns<AccountId>;
