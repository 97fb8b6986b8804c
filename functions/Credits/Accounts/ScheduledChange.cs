using System.Collections.Immutable;
using Credits.Limits;
using Credits.Plans;

namespace Credits.Accounts;

/// <summary>A change of an account's settings that comes by itself at a moment. What it does not name stays as it is then.</summary>
/// <param name="At">When it comes.</param>
public sealed record ScheduledChange(DateTimeOffset At)
{
    /// <summary>The plan from then on; null to leave it.</summary>
    public PlanChange? Plan { get; init; }

    /// <summary>The pin from then on; null to leave it.</summary>
    public PinChange? Pin { get; init; }

    /// <summary>The operator's caps from then on, in the place of those before; null to leave them.</summary>
    public ImmutableArray<Cap>? Caps { get; init; }

    /// <summary>What comes after a trial, unless an operator puts it off or calls it off.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="end">When its days are over.</param>
    public static ScheduledChange AtEndOf(Trial trial, DateTimeOffset end) => new(end) { Plan = new(trial.Then) };

    /// <summary>The settings after it; it is scheduled no more.</summary>
    public AccountSettings AppliedTo(AccountSettings settings)
    {
        var changed = settings with
        {
            Scheduled = settings.Scheduled.Remove(this),
            Plan = Plan is { } plan ? plan.Id : settings.Plan,
            Pin = Pin is { } pin ? pin.Pin : settings.Pin,
            Limits = Caps is { } caps ? settings.Limits with { Caps = [.. settings.Limits.Caps.Where(cap => cap.SetBy != SetBy.Operator), .. caps] } : settings.Limits,
        };

        // Of several changes of one moment, the first knows what was before it.
        var pricesStay = changed.Plan == settings.Plan && changed.Pin == settings.Pin;
        return pricesStay || settings.Former?.Until == At ? changed : changed with { Former = new(settings.Plan, settings.Pin, settings.RateCard, At) };
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(ScheduledChange? other) =>
        other is not null && At == other.At && Plan == other.Plan && Pin == other.Pin && Caps.HasValue == other.Caps.HasValue
        && (Caps ?? []).AsSpan().SequenceEqual((other.Caps ?? []).AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(At, Plan, Pin, Caps?.Length);
}

/// <summary>Another plan.</summary>
/// <param name="Id">Its id; null for none.</param>
public sealed record PlanChange(string? Id);

/// <summary>Another pin.</summary>
/// <param name="Pin">The pin; null for none.</param>
public sealed record PinChange(RateCardPin? Pin);
