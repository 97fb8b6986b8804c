namespace Credits.Tests.TwoYears;

/// <summary>All that happened to credits of one type, in millionths.</summary>
internal sealed class NaiveSums
{
    public long Granted { get; set; }

    public long Burned { get; set; }

    public long Expired { get; set; }

    public long Voided { get; set; }

    public long Overdraft { get; set; }

    /// <summary>What was left of grants whenever notice of their end was given.</summary>
    public long Announced { get; set; }

    /// <summary>What the lots that were not over came in with when the last one came.</summary>
    public long Mark { get; set; }

    public bool HaveMoved => Granted > 0 || Burned > 0;
}
