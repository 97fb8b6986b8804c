using System.Collections.Immutable;
using Credits.Grants;

namespace Credits.Rating;

/// <summary>What one meter costs, for the events that meet every condition.</summary>
public sealed record Rate
{
    /// <summary>The CloudEvents <c>type</c> it prices.</summary>
    public required string Meter { get; init; }

    /// <summary>What must be true of the event's dimensions; empty is the meter's default rate.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>The parts of the price; a charge is their sum.</summary>
    public required ImmutableArray<Component> Components { get; init; }

    /// <summary>The type of credits it burns.</summary>
    public CreditType CreditType { get; init; } = CreditType.Default;

    /// <summary>Equal in every part.</summary>
    public bool Equals(Rate? other) =>
        other is not null && Meter == other.Meter && CreditType == other.CreditType
        && Conditions.AsSpan().SequenceEqual(other.Conditions.AsSpan()) && Components.AsSpan().SequenceEqual(other.Components.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Conditions.Length, Components.Length, CreditType);
}
