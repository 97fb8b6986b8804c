using System.Collections.Immutable;
using Credits.Rating;

namespace Credits.Thresholds;

/// <summary>Everything wrong with thresholds, found at once.</summary>
public static class ThresholdFaults
{
    /// <summary>The longest notice before a grant expires, in days.</summary>
    public const int MaxNoticeDays = 366;

    /// <summary>The faults; empty when they can be reached.</summary>
    /// <param name="thresholds">All that one setter wants.</param>
    /// <param name="path">Where they stand.</param>
    public static ImmutableArray<Fault> Of(ImmutableArray<Threshold> thresholds, string path)
    {
        if (thresholds.Length > Threshold.MaxThresholds) return [new(path, $"There can be at most {Threshold.MaxThresholds}, not {thresholds.Length}.")];

        var faults = ImmutableArray.CreateBuilder<Fault>();
        for (var i = 0; i < thresholds.Length; i++)
        {
            var (threshold, at) = (thresholds[i], $"{path}[{i}]");
            if (threshold.Left is null == threshold.Percent is null) faults.Add(new(at, "Must have either 'left', a number of credits, or 'percent'."));
            else if (threshold.Left < Credits.Zero) faults.Add(new($"{at}.left", $"Must be zero or more, but is {threshold.Left}."));
            else if (threshold.Percent is < 1 or > Threshold.MaxPercent) faults.Add(new($"{at}.percent", $"Must be from 1 to {Threshold.MaxPercent}, but is {threshold.Percent}."));

            if (thresholds[..i].Any(other => other.Crossing == threshold.Crossing)) faults.Add(new(at, "Is there already; one is told once."));
        }

        return faults.DrainToImmutable();
    }

    /// <summary>What is wrong with a number of days before a grant expires; null when nothing is.</summary>
    public static Fault? OfNotice(int? days, string path) =>
        days is < 0 or > MaxNoticeDays ? new(path, $"Must be from 0, for no notice, to {MaxNoticeDays} days, but is {days}.") : null;
}
