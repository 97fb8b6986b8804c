namespace Credits.Bench.EndToEnd;

/// <summary>Exact percentiles of recorded samples.</summary>
internal static class Percentile
{
    /// <summary>By the nearest rank: always a sample, never a mean of two.</summary>
    public static double Of(double[] sorted, int percent) => sorted[(sorted.Length * percent + 99) / 100 - 1];
}
