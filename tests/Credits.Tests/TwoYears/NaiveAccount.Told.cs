using Credits.Grants;

namespace Credits.Tests.TwoYears;

/// <content>What somebody is told.</content>
internal sealed partial class NaiveAccount
{
    /// <summary>How many days before its end a grant's end is announced; null for as the plan says.</summary>
    public int? NoticeDays { get; set; }

    /// <summary>How little may be left of which type; null for no matter.</summary>
    public (CreditType Type, long Left)? Threshold { get; set; }

    /// <summary>Whether so little is left.</summary>
    public bool IsThresholdReached { get; private set; }

    /// <summary>Looks at what is left, as every commit does that books something.</summary>
    public void Look(DateTimeOffset now) =>
        IsThresholdReached = Threshold is { } threshold && Sums[threshold.Type].HaveMoved
            && Lots.Where(lot => lot.Type == threshold.Type && lot.PaysFor(null) && lot.IsUsableAt(now)).Sum(lot => lot.Left) - Sums[threshold.Type].Overdraft <= threshold.Left;

    private DateTimeOffset? NoticeOf(Lot lot)
    {
        var days = NoticeDays ?? Terms.ExpiryNoticeDays ?? 0;
        if (days == 0 || lot.IsAnnounced || lot.Until is not { } end) return null;
        return lot.From.AddDays(2 * days) <= end ? end.AddDays(-days) : null;
    }

    private void Announce(DateTimeOffset moment)
    {
        foreach (var lot in Lots.Where(lot => NoticeOf(lot) <= moment))
        {
            lot.IsAnnounced = true;
            Sums[lot.Type].Announced += lot.Left;
        }
    }
}
