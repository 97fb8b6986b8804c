using System.Collections.Immutable;
using Credits.Events;
using Credits.Grants;

namespace Credits.Rating;

/// <summary>What one meter costs, for the events that meet every condition.</summary>
public sealed record Rate
{
    /// <summary>The CloudEvents <c>type</c> it prices.</summary>
    public required string Meter { get; init; }

    /// <summary>What must be true of the event's dimensions; empty is the meter's default rate.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>The parts of the price; a charge is their sum. One without a quantity is the flat base of each event.</summary>
    public required ImmutableArray<Component> Components { get; init; }

    /// <summary>The type of credits it burns.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>What an event costs at least; null for no such bound.</summary>
    public Credits? Minimum { get; init; }

    /// <summary>What an event costs at most; null for no such bound.</summary>
    public Credits? Maximum { get; init; }

    /// <summary>How the sum of the components is rounded.</summary>
    public Rounding Rounding { get; init; } = Rounding.Exact;

    /// <summary>Whether any component says what it costs the provider.</summary>
    internal bool HasCost => Components.Any(component => component.CostMillionths > 0);

    /// <summary>Whether an event is of this meter and meets every condition.</summary>
    public bool Applies(UsageEvent usage)
    {
        if (usage.Meter != Meter) return false;
        foreach (var condition in Conditions)
            if (!condition.IsMetBy(usage.Data)) return false;

        return true;
    }

    /// <summary>Equal in every part.</summary>
    public bool Equals(Rate? other) =>
        other is not null && Meter == other.Meter && CreditType == other.CreditType && Minimum == other.Minimum && Maximum == other.Maximum
        && Rounding == other.Rounding
        && Conditions.AsSpan().SequenceEqual(other.Conditions.AsSpan()) && Components.AsSpan().SequenceEqual(other.Components.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Conditions.Length, Components.Length, CreditType);

    /// <summary>The rate with a name for every counter it goes by, so that it needs not be made up for each event.</summary>
    internal Rate WithNamedCounters() =>
        Components.All(component => !component.IsCounted || component.Counter is not null)
            ? this
            : this with { Components = [.. Components.Select(component => component.IsCounted ? component with { Counter = component.Counter ?? OwnCounter(component) } : component)] };

    /// <summary>The counter of a component that names none, or, as overrides have theirs, just this one; null where it names another or counts nothing.</summary>
    internal string? UnnamedCounter(Component component) =>
        component.IsCounted && OwnCounter(component) is var own && (component.Counter ?? own) == own ? own : null;

    /// <summary>Whether another rate is for the same events.</summary>
    internal bool IsForTheSameAs(Rate other) => Meter == other.Meter && InOrder(Conditions).SequenceEqual(InOrder(other.Conditions));

    /// <summary>The counter of a component that names none: of this meter, these conditions and this quantity.</summary>
    internal string OwnCounter(Component component) =>
        Meter + (Conditions.IsEmpty ? "" : $"[{string.Join(',', InOrder(Conditions))}]")
        + (component.Quantity is null ? "" : "." + component.Quantity);

    private static IEnumerable<Condition> InOrder(ImmutableArray<Condition> conditions) => conditions.OrderBy(condition => condition.Dimension, StringComparer.Ordinal);
}
