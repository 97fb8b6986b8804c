namespace Credits.Accounts;

/// <summary>Keeps an account at one version of its rate card: "keeps the price until …".</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Until">The first event time it no longer prices; null for no end.</param>
public sealed record RateCardPin(int Version, DateTimeOffset? Until)
{
    /// <summary>Whether it prices an event of a time.</summary>
    public bool HoldsAt(DateTimeOffset time) => Until is null || time < Until;
}
