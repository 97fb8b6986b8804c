using System.Collections.Immutable;
using Credits.Limits;
using Credits.Periods;
using Credits.Plans;
using Credits.Rating;
using Credits.Thresholds;
using Credits.TopUps;

namespace Credits.Accounts;

/// <summary>What an operator decides about an account.</summary>
public sealed record AccountSettings
{
    /// <summary>The rate card of an account that names none, and whose plan names none.</summary>
    public const string DefaultRateCard = "default";

    /// <summary>The longest display name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The most changes that may be scheduled.</summary>
    public const int MaxScheduled = 20;

    /// <summary>The most prices of its own.</summary>
    public const int MaxOverrides = 50;

    /// <summary>The customer's name, for people.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the plan whose prices and limits count where these settings say nothing; null for none.</summary>
    public string? Plan { get; init; }

    /// <summary>The settings on another plan. Changes of the plan that were scheduled before are off.</summary>
    /// <param name="plan">The plan's id; null for none.</param>
    public AccountSettings OnPlan(string? plan) => plan == Plan ? this : WithoutScheduledPlans() with { Plan = plan };

    /// <summary>The settings with one change more.</summary>
    public AccountSettings With(ScheduledChange change) => this with { Scheduled = [.. Scheduled.Append(change).OrderBy(scheduled => scheduled.At)] };

    /// <summary>The settings without the changes of the plan that are scheduled; what else such a change names stays.</summary>
    /// <param name="except">One that stays; null for none.</param>
    public AccountSettings WithoutScheduledPlans(ScheduledChange? except = null) => this with
    {
        Scheduled = [.. Scheduled.Select(change => change == except ? change : change with { Plan = null }).Where(change => change != new ScheduledChange(change.At))],
    };

    /// <summary>The id of the rate card that prices the account's events; null for the plan's, else the default.</summary>
    public string? RateCard { get; init; }

    /// <summary>The rate card version that the account keeps, whatever is published; null for none.</summary>
    public RateCardPin? Pin { get; init; }

    /// <summary>Prices of its own.</summary>
    public ImmutableArray<RateOverride> Overrides { get; init; } = [];

    /// <summary>The day of the month on which its billing periods begin, from 1 to 31.</summary>
    public int BillingDay { get; init; } = BillingPeriod.DefaultDay;

    /// <summary>The IANA name of the time zone in which its days and months begin; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether a usable grant first repays overdraft, before it burns for new events.</summary>
    public bool RepaysOverdraft { get; init; } = true;

    /// <summary>What decides whether it may use more.</summary>
    public LimitSettings Limits { get; init; } = LimitSettings.None;

    /// <summary>Changes that come by themselves, the soonest first.</summary>
    public ImmutableArray<ScheduledChange> Scheduled { get; init; } = [];

    /// <summary>What prices events from before the last scheduled change of plan or pin; null while none has come.</summary>
    public FormerPrices? Former { get; init; }

    /// <summary>How little may be left before somebody is told.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];

    /// <summary>How many days before a grant expires somebody is told; null for as the plan says, zero for not at all.</summary>
    public int? ExpiryNoticeDays { get; init; }

    /// <summary>That its customer has credits bought by themselves; null when it has not.</summary>
    public TopUp? TopUp { get; init; }

    /// <summary>What these settings name though it is the default anyway.</summary>
    public NamedDefaults NamedDefaults =>
        (RateCard == DefaultRateCard ? NamedDefaults.RateCard : NamedDefaults.None)
        | (Limits.Policy == LimitSettings.DefaultPolicy ? NamedDefaults.Policy : NamedDefaults.None)
        | (Limits.OverdraftLimit == LimitSettings.DefaultOverdraftLimit ? NamedDefaults.OverdraftLimit : NamedDefaults.None)
        | (Limits.CapturesBeyondHold == LimitSettings.DefaultCapturesBeyondHold ? NamedDefaults.CapturesBeyondHold : NamedDefaults.None);

    /// <summary>When its days and billing periods begin.</summary>
    public Calendar Calendar => new(TimeZone, BillingDay);

    /// <summary>The id of the rate card that prices the account's events.</summary>
    /// <param name="plan">The account's plan; null for none.</param>
    public string RateCardUnder(Plan? plan) => RateCard ?? plan?.RateCard ?? DefaultRateCard;

    /// <summary>The limits that count: the account's own, the plan's where they say nothing, and the caps of both.</summary>
    /// <param name="plan">The account's plan; null for none.</param>
    public LimitSettings LimitsUnder(Plan? plan) => plan is null ? Limits : Limits.Under(plan.Limits);

    /// <summary>The thresholds that count: the account's own and the plan's.</summary>
    /// <param name="plan">The account's plan; null for none.</param>
    public ImmutableArray<Threshold> ThresholdsUnder(Plan? plan) => plan is null || plan.Thresholds.IsEmpty ? Thresholds : [.. Thresholds, .. plan.Thresholds];

    /// <summary>What prices an event of a time: the pinned version while the pin holds, else the one that the plan keeps, else the one in force; null when there is none.</summary>
    /// <param name="card">The rate card of <see cref="RateCardUnder"/>.</param>
    /// <param name="plan">The account's plan; null for none.</param>
    /// <param name="time">The event's time.</param>
    public Tariff? TariffAt(RateCard card, Plan? plan, DateTimeOffset time)
    {
        var version = Pin is { } pin && pin.HoldsAt(time) ? card.Find(pin.Version)
            : RateCard is null && plan?.RateCardVersion is { } kept ? card.Find(kept)
            : card.InForceAt(time);
        return version is null ? null : TariffOf(version, plan);
    }

    /// <summary>What a version of a rate card charges this account.</summary>
    /// <param name="version">The version.</param>
    /// <param name="plan">The account's plan; null for none.</param>
    public Tariff TariffOf(RateCardVersion version, Plan? plan) => new(version) { PlanOverrides = plan?.Overrides ?? [], Overrides = Overrides, Calendar = Calendar };

    /// <summary>Equal in every part.</summary>
    public bool Equals(AccountSettings? other) =>
        other is not null && Name == other.Name && Plan == other.Plan && RateCard == other.RateCard && Pin == other.Pin && BillingDay == other.BillingDay
        && TimeZone == other.TimeZone && RepaysOverdraft == other.RepaysOverdraft && Limits == other.Limits && ExpiryNoticeDays == other.ExpiryNoticeDays && TopUp == other.TopUp && Former == other.Former
        && Thresholds.AsSpan().SequenceEqual(other.Thresholds.AsSpan())
        && Scheduled.AsSpan().SequenceEqual(other.Scheduled.AsSpan()) && Overrides.AsSpan().SequenceEqual(other.Overrides.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Plan, RateCard, Pin, (BillingDay, TimeZone), RepaysOverdraft, Overrides.Length, Limits);
}
