
namespace Credits.Events;

/// <summary>Something an account's customer used, as its app reported it.</summary>
/// <param name="Identity">Debits once, whoever sends it again.</param>
/// <param name="Meter">What was used: the CloudEvents <c>type</c>.</param>
/// <param name="Account">Whose use: the CloudEvents <c>subject</c>.</param>
/// <param name="Time">When it was used, UTC.</param>
/// <param name="Data">How much, and of what.</param>
public sealed record UsageEvent(EventIdentity Identity, string Meter, AccountId Account, DateTimeOffset Time, EventData Data)
{
    /// <summary>The longest meter, in characters.</summary>
    public const int MaxMeterLength = 128;

    /// <summary>The member of a team who used it; null when nobody is named.</summary>
    public string? Member { get; init; }

    /// <summary>The hold that it captures; null for none.</summary>
    public string? Hold { get; init; }
}
