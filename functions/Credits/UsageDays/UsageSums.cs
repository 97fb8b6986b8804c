using System.Collections.Immutable;
using Credits.Journal;

namespace Credits.UsageDays;

/// <summary>What some events come to together. Exact, and never below zero once every debit is in before its reversal.</summary>
/// <param name="Events">How many there are.</param>
/// <param name="Credits">What they burned; within a credit type never more than its account has burned, which is within what an amount can hold.</param>
public sealed record UsageSums(long Events, Credits Credits)
{
    private static readonly ImmutableSortedDictionary<string, ExactSum> Empty = ImmutableSortedDictionary.Create<string, ExactSum>(StringComparer.Ordinal);

    /// <summary>Nothing.</summary>
    public static UsageSums None { get; } = new(0, global::Credits.Credits.Zero);

    /// <summary>What they cost the provider, by currency.</summary>
    public ImmutableSortedDictionary<string, ExactSum> Costs { get; init; } = Empty;

    /// <summary>Their quantities, by path within the events' data. Numbers that are no quantity are not summed.</summary>
    public ImmutableSortedDictionary<string, ExactSum> Quantities { get; init; } = Empty;

    /// <summary>Whether all of it is zero.</summary>
    public bool IsNone => Events == 0 && Credits == global::Credits.Credits.Zero && Costs.Values.All(IsZero) && Quantities.Values.All(IsZero);

    /// <summary>One debit.</summary>
    public static UsageSums Of(Movement.Debited debit)
    {
        var quantities = Empty.ToBuilder();
        foreach (var (path, digits) in debit.Event.Data.Numbers())
            if (Quantity.TryParse(digits, out var quantity)) quantities[path] = new(quantity.Millionths);

        return new(1, debit.Charge.Amount)
        {
            Costs = debit.Charge.Cost is { } cost ? Empty.Add(cost.Currency, new(cost.Millionths)) : Empty,
            Quantities = quantities.ToImmutable(),
        };
    }

    /// <summary>Both together.</summary>
    public UsageSums Plus(UsageSums other) => new(Events + other.Events, Credits + other.Credits)
    {
        Costs = Both(Costs, other.Costs, static (left, right) => left + right),
        Quantities = Both(Quantities, other.Quantities, static (left, right) => left + right),
    };

    /// <summary>The one without the other.</summary>
    public UsageSums Minus(UsageSums other) => new(Events - other.Events, Credits - other.Credits)
    {
        Costs = Both(Costs, other.Costs, static (left, right) => left - right),
        Quantities = Both(Quantities, other.Quantities, static (left, right) => left - right),
    };

    /// <summary>Equal in every part.</summary>
    public bool Equals(UsageSums? other) =>
        other is not null && Events == other.Events && Credits == other.Credits && Costs.SequenceEqual(other.Costs) && Quantities.SequenceEqual(other.Quantities);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Events, Credits);

    private static bool IsZero(ExactSum sum) => sum.Millionths == 0;

    private static ImmutableSortedDictionary<string, ExactSum> Both(
        ImmutableSortedDictionary<string, ExactSum> left, ImmutableSortedDictionary<string, ExactSum> right, Func<ExactSum, ExactSum, ExactSum> combine)
    {
        foreach (var (name, sum) in right) left = left.SetItem(name, combine(left.GetValueOrDefault(name), sum));
        return left;
    }
}
