using Credits.Grants;

namespace Credits.Tests.TwoYears;

/// <content>Buying, using and setting aside.</content>
internal sealed partial class NaiveAccount
{
    public long AvailableTo(CreditType type, string meter, DateTimeOffset at) =>
        Lots.Where(lot => lot.Type == type && lot.PaysFor(meter) && lot.IsUsableAt(at)).Sum(lot => lot.Free);

    /// <summary>Credits that come to the account.</summary>
    /// <param name="lot">The credits.</param>
    /// <param name="now">When they come, which may be before they can be used.</param>
    public void Give(Lot lot, DateTimeOffset now)
    {
        Sums[lot.Type].Granted += lot.Amount;
        Add(lot, now);
    }

    // From now on percentages are of what is there now: what is over is not, though nobody has cleared it away yet.
    private void Add(Lot lot, DateTimeOffset now)
    {
        Lots.Add(lot);
        Sums[lot.Type].Mark = 0;
        foreach (var there in Lots)
            if (there.Type == lot.Type && (there.Until ?? DateTimeOffset.MaxValue) > now) Sums[lot.Type].Mark += there.Amount;
    }

    public void Use(long amount, CreditType type, string meter, DateTimeOffset time, NaiveHold? hold = null)
    {
        Sums[type].Burned += amount;
        CountAgainstCaps(amount, type, meter, time);
        if (hold is not null)
        {
            hold.Free();
            Holds.Remove(hold);
            foreach (var (lot, aside) in hold.Parts.Where(part => part.Lot.Type == type && part.Lot.PaysFor(meter)))
            {
                var taken = Math.Min(aside, amount);
                lot.Left -= taken;
                amount -= taken;
            }
        }

        Sums[type].Overdraft += BurnFree(amount, type, meter, time);
    }

    public void SetAside(string id, long amount, CreditType type, string meter, DateTimeOffset now, DateTimeOffset ends)
    {
        List<(Lot, long)> parts = [];
        foreach (var lot in InBurnOrder(type, meter, now))
        {
            var aside = Math.Min(lot.Free, amount);
            if (aside == 0) continue;
            lot.Held += aside;
            amount -= aside;
            parts.Add((lot, aside));
        }

        Holds.Add(new(id, type, ends, parts));
    }

    /// <summary>Burns what is free and usable.</summary>
    /// <returns>What that could not cover.</returns>
    private long BurnFree(long amount, CreditType type, string? meter, DateTimeOffset time)
    {
        foreach (var lot in InBurnOrder(type, meter, time))
        {
            var taken = Math.Min(lot.Free, amount);
            lot.Left -= taken;
            amount -= taken;
        }

        Lots.RemoveAll(lot => lot.Left == 0);
        return amount;
    }

    private List<Lot> InBurnOrder(CreditType type, string? meter, DateTimeOffset time) =>
        [.. Lots.Where(lot => lot.Type == type && lot.PaysFor(meter) && lot.IsUsableAt(time))
            .OrderBy(lot => lot.Priority).ThenBy(lot => lot.Until ?? DateTimeOffset.MaxValue).ThenBy(lot => lot.Kind).ThenBy(lot => lot.From).ThenBy(lot => lot.Rollover is not null)];
}
