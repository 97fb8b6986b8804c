using System.Globalization;

namespace Credits.Grants;

/// <summary>Ids of the grants that accounts make by themselves: after the number of their entry, so that none comes twice. Nobody else may grant under such an id.</summary>
public static class OwnGrantId
{
    private const string Allotment = "allotment-";
    private const string Rollover = "rollover-";

    /// <summary>The id of a grant that a plan allots.</summary>
    /// <param name="entry">The number of the entry that grants it.</param>
    public static string OfAllotment(long entry) => $"{Allotment}{entry}";

    /// <summary>The id of a grant into which another rolls over.</summary>
    /// <param name="entry">The number of the entry that rolls it over.</param>
    public static string OfRollover(long entry) => $"{Rollover}{entry}";

    /// <summary>The number of the entry that an id is named after; null when it is of another kind.</summary>
    public static long? EntryOf(string id) =>
        IsOne(id) && long.TryParse(id.AsSpan(id.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? entry : null;

    /// <summary>Whether an id is of this kind.</summary>
    public static bool IsOne(string id) => id.StartsWith(Allotment, StringComparison.Ordinal) || id.StartsWith(Rollover, StringComparison.Ordinal);
}
