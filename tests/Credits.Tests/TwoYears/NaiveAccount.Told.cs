using System.Collections.Immutable;
using Credits.Grants;
using Credits.Thresholds;

namespace Credits.Tests.TwoYears;

/// <content>What somebody is told.</content>
internal sealed partial class NaiveAccount
{
    private (CreditType Type, long Credits)? _reachedTopUp;

    /// <summary>How many days before its end a grant's end is announced; null for as the plan says.</summary>
    public int? NoticeDays { get; set; }

    /// <summary>How little may be left before somebody is told; the plan's count beside them.</summary>
    public ImmutableArray<Threshold> Thresholds { get; set; } = [];

    /// <summary>So many credits at which more are bought; null while none are.</summary>
    public (CreditType Type, long Credits)? TopUpLevel { get; set; }

    /// <summary>What was told of thresholds, top-ups and caps since this was last emptied.</summary>
    public List<Told> Told { get; } = [];

    /// <summary>What is reached.</summary>
    public HashSet<Level> ReachedLevels { get; } = [];

    /// <summary>Looks at what is left, as every commit does that books something.</summary>
    public void Look(DateTimeOffset now)
    {
        var wanted = Thresholds.Concat(Plan is null ? [] : plans[Plan].Thresholds).Select(threshold => new Level(threshold.CreditType, threshold.Left?.Millionths, threshold.Percent)).ToHashSet();
        foreach (var level in ReachedLevels.Where(level => !wanted.Contains(level)).ToList()) Turn(level, CrossingTurn.Dropped);
        foreach (var level in ReachedLevels.Where(level => !IsReached(level)).ToList()) Turn(level, CrossingTurn.Recovered);
        foreach (var level in wanted.Where(level => !ReachedLevels.Contains(level) && Sums[level.Type].HaveMoved && IsReached(level))) Turn(level, CrossingTurn.Reached);
        LookAtTopUp();
        LookAtCaps();

        bool IsReached(Level level) => level.Credits is { } few ? Left(level.Type) <= few : Left(level.Type) * 100 <= Sums[level.Type].Mark * level.Percent;

        long Left(CreditType type) => Lots.Where(lot => lot.Type == type && lot.PaysFor(null)).Sum(StillGood) - Sums[type].Overdraft;

        // What has ended waits to be booked; until then it is as good as what will become of it.
        long StillGood(Lot lot)
        {
            if (lot.From > now) return 0;
            if (lot.Until is null || lot.Until > now) return lot.Left;
            return lot.RollsOverUntil is { } end && end <= now ? 0 : RolledOverOf(lot);
        }

        void LookAtTopUp()
        {
            if (_reachedTopUp is { } reached && (reached != TopUpLevel || Left(reached.Type) > reached.Credits))
            {
                TellOfTopUp(reached, reached == TopUpLevel ? CrossingTurn.Recovered : CrossingTurn.Dropped);
                _reachedTopUp = null;
            }

            if (_reachedTopUp is null && TopUpLevel is { } level && Left(level.Type) <= level.Credits)
            {
                TellOfTopUp(level, CrossingTurn.Reached);
                _reachedTopUp = level;
            }
        }

        void TellOfTopUp((CreditType Type, long Credits) level, CrossingTurn turn) =>
            Told.Add(new(turn, level.Type, level.Credits, Percent: null, Window: null, Left(level.Type), OfTopUp: true));

        void Turn(Level level, CrossingTurn turn)
        {
            Told.Add(new(turn, level.Type, level.Credits, level.Percent, Window: null, Left(level.Type)));
            if (turn == CrossingTurn.Reached) ReachedLevels.Add(level);
            else ReachedLevels.Remove(level);
        }
    }

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

    /// <summary>So many credits, or so much of the mark.</summary>
    public readonly record struct Level(CreditType Type, long? Credits, int? Percent);
}
