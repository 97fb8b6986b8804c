using System.Collections.Immutable;
using Credits.Accounts;
using Credits.Events;
using Credits.Grants;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;

namespace Credits.Checks;

/// <summary>What somebody is about to use.</summary>
/// <param name="Meter">What; null for anything.</param>
/// <param name="Member">Who, of a team; null when nobody is named.</param>
/// <param name="CreditType">The type of credits it burns.</param>
/// <param name="Cost">What it would cost; null while no quantities are known, and then any credit is enough.</param>
/// <param name="NoPrice">Why it can't be priced, so that such an event would become a dead letter; null when it can be, or what is missing may yet come.</param>
public sealed record Intent(string? Meter, string? Member, CreditType CreditType, Credits? Cost, string? NoPrice = null)
{
    /// <summary>What an event-to-be would use, as far as its price is known.</summary>
    /// <param name="usage">The event-to-be.</param>
    /// <param name="tariff">The prices of now.</param>
    /// <param name="counters">What the account used before, by billing period.</param>
    public static Intent Of(UsageEvent usage, Tariff tariff, PeriodCounters counters)
    {
        if (Pricing.TryPrice(usage, tariff, counters, out var charge, out var refusal)) return new(usage.Meter, usage.Member, charge.CreditType, charge.Amount);

        var rates = Pricing.RatesOf(usage, tariff);
        var type = Pricing.RateFor(usage, tariff)?.CreditType ?? (rates.Select(rate => rate.CreditType).Distinct().ToList() is [var agreed] ? agreed : CreditType.Default);
        return new(usage.Meter, usage.Member, type, Cost: null, LacksData(usage, refusal, rates) ? null : refusal.Detail);
    }

    // What is not said yet, or said in words only, may still come with the event.
    private static bool LacksData(UsageEvent usage, Refusal refusal, ImmutableArray<Rate> rates) => refusal.Code switch
    {
        RefusalCodes.MissingQuantity or RefusalCodes.InvalidQuantity => true,
        RefusalCodes.NoMatchingRate or RefusalCodes.UnknownMeter => rates.Any(rate => rate.Conditions.All(condition => usage.Data.Dimension(condition.Dimension) is null || condition.IsMetBy(usage.Data))),
        _ => false,
    };
}

/// <summary>Decides whether an account may use something. Pure, and without a promise: only a hold keeps credits for it.</summary>
public static class Check
{
    private static readonly Credits Smallest = Credits.FromMillionths(1);

    /// <summary>The verdict, in this order: pauses, whether there is a price, caps, credits.</summary>
    /// <param name="account">The account.</param>
    /// <param name="plan">Its plan; null for none.</param>
    /// <param name="intent">What is to be used.</param>
    /// <param name="at">The moment.</param>
    public static Verdict Of(Account account, Plan? plan, Intent intent, DateTimeOffset at)
    {
        var limits = account.Settings.LimitsUnder(plan);
        var available = account.AvailableTo(intent.CreditType, intent.Meter, at);
        var caps = CapsOf(account, limits, intent, at);
        Verdict Answer(Decision decision, string reason, string detail) => new(decision, reason, detail, intent.CreditType, intent.Cost, available, caps);

        if (limits.Paused) return Answer(Decision.Denied, CheckReasons.Paused, $"Account {account.Id} is paused; resume it.");
        if (intent.Member is { } member && limits.PausedMembers.Contains(member, StringComparer.Ordinal))
            return Answer(Decision.Denied, CheckReasons.MemberPaused, $"Member '{member}' of account {account.Id} is paused; resume the member.");

        if (intent.NoPrice is { } why) return Answer(Decision.Denied, CheckReasons.NoPrice, $"{why} Until then such an event becomes a dead letter.");

        // Without quantities it costs something: the smallest amount tells whether anything is left at all.
        var cost = intent.Cost ?? Smallest;
        if (caps.Where(cap => cap.Remaining < cost).MaxBy(cap => cap.ResetsAt) is { } reached)
            return Answer(Decision.Denied, CheckReasons.CapReached, CheckWords.Of(reached, intent)) with { ResetsAt = reached.ResetsAt };

        if (cost <= available) return Answer(Decision.Allowed, CheckReasons.Sufficient, "There are enough credits.");

        var lacking = CheckWords.Lacking(available, intent);
        switch (limits.Policy)
        {
            case LimitPolicy.Warn:
                return Answer(Decision.Warn, CheckReasons.InsufficientCredits, $"{lacking}; top up soon.");
            case LimitPolicy.Overdraft:
                var (most, overdraft) = (limits.OverdraftLimit ?? LimitSettings.DefaultOverdraftLimit, account.TotalsOf(intent.CreditType).Overdraft.Millionths + (cost - available).Millionths);
                return overdraft <= most.Millionths
                    ? Answer(Decision.Warn, CheckReasons.Overdraft, $"{lacking}; what is lacking becomes overdraft, within its limit of {most}.")
                    : Answer(Decision.Denied, CheckReasons.OverdraftLimit, $"{lacking}, and the overdraft would pass its limit of {most}; top up.");
            default:
                return Answer(Decision.Denied, CheckReasons.InsufficientCredits, $"{lacking}; top up.");
        }
    }

    /// <summary>How far a cap is used up, for usage that it admits.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cap">One of its caps, or of its plan's.</param>
    /// <param name="type">The type of credits; each has the whole limit for itself.</param>
    /// <param name="meter">The usage's meter; null for every meter.</param>
    /// <param name="member">The member who uses it; null when nobody is named.</param>
    /// <param name="at">The moment.</param>
    public static CapState StateOf(Account account, Cap cap, CreditType type, string? meter, string? member, DateTimeOffset at)
    {
        var counter = cap.CounterFor(type, meter, member) ?? throw new ArgumentException($"The cap does not concern meter '{meter}' of this member.", nameof(cap));
        var held = account.Holds.Where(hold => !hold.IsLapsedAt(at) && cap.CounterFor(hold.CreditType, hold.Meter, hold.Member) == counter)
            .Aggregate(Credits.Zero, (sum, hold) => sum + hold.Amount);
        var calendar = account.Settings.Calendar;
        return new(cap, account.Spending.In(counter, cap.Window.StartOf(at, calendar)), held, cap.Window.EndOf(at, calendar));
    }

    private static ImmutableArray<CapState> CapsOf(Account account, LimitSettings limits, Intent intent, DateTimeOffset at)
    {
        var states = ImmutableArray.CreateBuilder<CapState>();
        foreach (var cap in limits.Caps)
            if (cap.Scope.Admits(intent.Meter, intent.Member)) states.Add(StateOf(account, cap, intent.CreditType, intent.Meter, intent.Member, at));

        return states.DrainToImmutable();
    }
}
