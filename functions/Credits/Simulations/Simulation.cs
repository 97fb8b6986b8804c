using System.Collections.Immutable;
using Credits.Grants;
using Credits.Journal;
using Credits.Periods;
using Credits.Rating;

namespace Credits.Simulations;

/// <summary>What an account's booked usage would have cost under other prices: its journal once more, priced anew, with counters of its own.</summary>
/// <remarks>
/// Under the tariff that priced the usage it gives what was booked.
/// </remarks>
public sealed class Simulation
{
    /// <summary>How long before the span entries must be added, for the counters of its first billing periods to be right.</summary>
    public static readonly TimeSpan Lead = PeriodCounters.Kept;

    private readonly Tariff _tariff;
    private readonly DateTimeOffset _from;
    private readonly SortedDictionary<(string Meter, CreditType Type), Repriced> _meters = [];
    private readonly Dictionary<long, ImmutableArray<Counted>> _counted = []; // by the debit, for when it is reversed
    private PeriodCounters _counters = PeriodCounters.None;

    /// <summary>A simulation of the debits booked from a moment on.</summary>
    /// <param name="tariff">The other prices.</param>
    /// <param name="from">The first moment that counts.</param>
    public Simulation(Tariff tariff, DateTimeOffset from) => (_tariff, _from) = (tariff, from);

    /// <summary>Each meter and credit type that was used, or would be burned, in order.</summary>
    public ImmutableArray<Repriced> Meters => [.. _meters.Values];

    /// <summary>Goes on by one entry, in journal order. Those booked before the span only count for tiers and included units.</summary>
    public void Add(Entry entry)
    {
        if (entry.Movement is Movement.Reversed reversed && _counted.Remove(reversed.Debit, out var uncounted))
            foreach (var counted in uncounted) _counters = _counters.Minus(counted);

        if (entry.Movement is not Movement.Debited(var usage, var booked, _, _)) return;

        _counters = _counters.KeptAt(entry.BookedAt);
        var priced = Pricing.TryPrice(usage, _tariff, _counters, out var charge, out _);
        if (charge is { Counted.IsEmpty: false })
        {
            foreach (var counted in charge.Counted) _counters = _counters.Plus(counted);
            _counted.Add(entry.Sequence, charge.Counted);
        }

        if (entry.BookedAt < _from) return;

        Change(usage.Meter, booked.CreditType, repriced => repriced with { Events = repriced.Events + 1, Booked = repriced.Booked + booked.Amount.Millionths, Unpriced = repriced.Unpriced + (priced ? 0 : 1) });
        if (charge is not null) Change(usage.Meter, charge.CreditType, repriced => repriced with { Simulated = repriced.Simulated + charge.Amount.Millionths });
    }

    private void Change(string meter, CreditType type, Func<Repriced, Repriced> change) =>
        _meters[(meter, type)] = change(_meters.GetValueOrDefault((meter, type)) ?? new(meter, type, Events: 0, Booked: 0, Simulated: 0, Unpriced: 0));
}

/// <summary>One meter under both prices. Sums are in millionths, as they may pass what an amount can hold.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="CreditType">The type of credits.</param>
/// <param name="Events">How many events were debited in this type.</param>
/// <param name="Booked">What was booked, in millionths of a credit.</param>
/// <param name="Simulated">What would have been booked, in millionths of a credit.</param>
/// <param name="Unpriced">How many of the events would have had no price.</param>
public sealed record Repriced(string Meter, CreditType CreditType, long Events, Int128 Booked, Int128 Simulated, long Unpriced);
