namespace Credits.Functions.Storage.Accounts;

/// <summary>The store refused a commit for what lies with the account, and would refuse it again. Nothing of it is stored.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class RefusedCommitException(string message) : Exception(message);
