using Credits.Accounts;
using Credits.Grants;
using Credits.Limits;
using Credits.Plans;

namespace Credits.Tests.Building;

/// <summary>One thing that happens in a generated history.</summary>
internal abstract record Step
{
    public sealed record Give(Grant Grant) : Step;

    public sealed record Use(string Meter, CreditType CreditType, Credits Amount, TimeSpan Ago, string? Member) : Step;

    /// <summary>Sets up to an amount of what is available aside.</summary>
    public sealed record SetAside(string? Meter, CreditType CreditType, Credits AtMost, TimeSpan Lifetime, string? Member) : Step;

    /// <summary>Charges usage to the nth open hold, counted around; to one that never was when none is open.</summary>
    public sealed record Capture(int Nth, Use Usage) : Step;

    /// <summary>Releases the nth open hold, counted around.</summary>
    public sealed record Release(int Nth) : Step;

    public sealed record Deduct(CreditType CreditType, Credits Amount) : Step;

    /// <summary>Reverses the nth debit of those that were not yet, counted around.</summary>
    public sealed record Reverse(int Nth) : Step;

    /// <summary>Voids the nth open grant, counted around.</summary>
    public sealed record TakeBack(int Nth) : Step;

    /// <summary>From now on there is this plan, or it is as this says.</summary>
    public sealed record Publish(Plan Plan) : Step;

    /// <summary>Publishes a plan and puts the account on it.</summary>
    public sealed record Come(Plan Plan) : Step;

    /// <summary>Puts the account on a plan, which may not be there, or on none.</summary>
    public sealed record Move(string? Plan) : Step;

    /// <summary>Schedules a change some time later.</summary>
    public sealed record Schedule(TimeSpan Later, PlanChange? Plan, Cap[]? Caps) : Step;

    /// <summary>Settings, but for the plan and what is scheduled.</summary>
    public sealed record Decide(AccountSettings Settings) : Step;

    /// <summary>Ends the commit and begins the next one some time later.</summary>
    public sealed record Wait(TimeSpan Time) : Step;
}
