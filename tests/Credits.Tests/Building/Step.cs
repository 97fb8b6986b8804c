using Credits.Accounts;
using Credits.Grants;

namespace Credits.Tests.Building;

/// <summary>One thing that happens in a generated history.</summary>
internal abstract record Step
{
    public sealed record Give(Grant Grant) : Step;

    public sealed record Use(string Meter, CreditType CreditType, Credits Amount, TimeSpan Ago) : Step;

    /// <summary>Voids the nth open grant, counted around.</summary>
    public sealed record TakeBack(int Nth) : Step;

    public sealed record Decide(AccountSettings Settings) : Step;

    /// <summary>Ends the commit and begins the next one some time later.</summary>
    public sealed record Wait(TimeSpan Time) : Step;
}
