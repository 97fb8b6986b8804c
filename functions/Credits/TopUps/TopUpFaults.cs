using System.Collections.Immutable;
using Credits.Packs;
using Credits.Rating;

namespace Credits.TopUps;

/// <summary>Everything wrong with the terms of automatic top-ups, found at once.</summary>
public static class TopUpFaults
{
    private const int MaxPackLength = 128;

    /// <summary>The most top-ups of a month that a limit may say.</summary>
    public const int MaxPerMonth = 1_000;

    /// <summary>The most money of a month that a limit may say, in the currency's smallest unit.</summary>
    public const long MaxSpendPerMonth = MaxPerMonth * Money.MaxAmount;

    /// <summary>The faults; empty when they can be agreed to.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="path">Where they stand; empty for the root, otherwise it ends with a dot.</param>
    public static ImmutableArray<Fault> Of(TopUpTerms terms, string path)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        if (terms.Level < global::Credits.Credits.Zero) faults.Add(new($"{path}level", $"Must be zero or more, but is {terms.Level}."));
        if (terms.Pack.Length is 0 or > MaxPackLength) faults.Add(new($"{path}pack", $"The id of a pack has 1 to {MaxPackLength} characters."));
        if (new object?[] { terms.Quantity, terms.Credits, terms.RefillTo }.Count(given => given is not null) != 1)
            faults.Add(new($"{path}quantity", "Say how much is bought each time by one of 'quantity', 'credits' and 'refillTo'."));
        if (terms.Quantity is < 1 or > Pack.MaxQuantity) faults.Add(new($"{path}quantity", $"Must be from 1 to {Pack.MaxQuantity}, but is {terms.Quantity}."));
        if (terms.Credits <= global::Credits.Credits.Zero) faults.Add(new($"{path}credits", $"Must be above zero, but is {terms.Credits}."));
        if (terms.RefillTo <= terms.Level) faults.Add(new($"{path}refillTo", $"Must be above the level of {terms.Level}, but is {terms.RefillTo}."));
        if (terms.MaxPerMonth is < 1 or > MaxPerMonth) faults.Add(new($"{path}maxPerMonth", $"Must be from 1 to {MaxPerMonth}, but is {terms.MaxPerMonth}."));
        if (terms.MaxSpendPerMonth is { } most)
        {
            if (most.Amount is < 1 or > MaxSpendPerMonth) faults.Add(new($"{path}maxSpendPerMonth.amount", $"Must be from 1 to {MaxSpendPerMonth} of the currency's smallest unit, but is {most.Amount}."));
            if (!Money.IsCurrency(most.Currency)) faults.Add(new($"{path}maxSpendPerMonth.currency", $"'{most.Currency}' is no currency: {Money.CurrencyRule}."));
        }

        return faults.DrainToImmutable();
    }
}
