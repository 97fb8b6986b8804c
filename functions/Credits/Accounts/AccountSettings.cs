namespace Credits.Accounts;

/// <summary>What an operator decides about an account.</summary>
public sealed record AccountSettings
{
    /// <summary>The rate card of an account whose settings name none.</summary>
    public const string DefaultRateCard = "default";

    /// <summary>The longest display name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The customer's name, for people.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the rate card that prices the account's events.</summary>
    public string RateCard { get; init; } = DefaultRateCard;

    /// <summary>Whether a usable grant first repays overdraft, before it burns for new events.</summary>
    public bool RepaysOverdraft { get; init; } = true;
}
