using System.Collections.Immutable;
using Credits.Journal;

namespace Credits.UsageDays;

/// <summary>From which entry on an account's days were those of a time zone.</summary>
/// <param name="Sequence">The number of the entry that said so.</param>
/// <param name="TimeZone">The zone's IANA name; null for UTC.</param>
public readonly record struct ZoneChange(long Sequence, string? TimeZone);

/// <summary>Which time zone was in force at which entry of a journal: an event's day is the one that it had when it was debited, whatever the zone is since.</summary>
/// <remarks>Bounded: of an account whose zone changed more often, the newest changes are kept, and of an entry before them nothing is known here.</remarks>
public sealed class ZoneChanges
{
    /// <summary>How many changes are kept: a few kilobytes.</summary>
    public const int MaxChanges = 100;

    private ZoneChanges(ImmutableArray<ZoneChange> all) => All = all;

    /// <summary>UTC from the first entry on.</summary>
    public static ZoneChanges None { get; } = new([]);

    /// <summary>The changes, in order.</summary>
    public ImmutableArray<ZoneChange> All { get; }

    /// <summary>The zone in force after the last entry; null for UTC.</summary>
    public string? Current => All.IsEmpty ? null : All[^1].TimeZone;

    /// <summary>The changes as they were.</summary>
    public static ZoneChanges Of(IEnumerable<ZoneChange> changes) => new([.. changes]);

    /// <summary>The changes after the journal's next entry.</summary>
    public ZoneChanges After(Entry entry) =>
        entry.Movement is not Movement.Configured(var settings) || settings.TimeZone == Current ? this
        : new((All.Length < MaxChanges ? All : All.RemoveAt(0)).Add(new(entry.Sequence, settings.TimeZone)));

    /// <summary>Finds the zone in force at an entry; false when it is older than the changes that are kept.</summary>
    public bool TryFind(long sequence, out string? zone)
    {
        for (var i = All.Length - 1; i >= 0; i--)
        {
            zone = All[i].TimeZone;
            if (All[i].Sequence <= sequence) return true;
        }

        zone = null;
        return All.Length < MaxChanges;
    }
}
