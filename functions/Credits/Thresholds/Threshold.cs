using Credits.Grants;
using Credits.Limits;

namespace Credits.Thresholds;

/// <summary>How little may be left before somebody wants to be told. It is reached when that much is left or less, and recovers when more is.</summary>
/// <param name="CreditType">Of which credits.</param>
/// <param name="Left">So many credits; zero means that they are exhausted. Null when it is a percentage.</param>
/// <param name="Percent">So much of the mark, which is what the open grants that had not ended were granted with when the last one came; from 1 to 99. Null when it is an amount.</param>
/// <param name="SetBy">Who wants to be told.</param>
public sealed record Threshold(CreditType CreditType, Credits? Left, int? Percent, SetBy SetBy)
{
    /// <summary>The most thresholds of an account's own, and of a plan.</summary>
    public const int MaxThresholds = 20;

    /// <summary>The highest percentage.</summary>
    public const int MaxPercent = 99;

    private const int WholePercent = 100;

    /// <summary>What it is called once it is reached.</summary>
    public Crossing Crossing => new(CrossingKind.Threshold) { CreditType = CreditType, Level = Left, Percent = Percent };

    /// <summary>Whether so little is left.</summary>
    /// <param name="left">What is left; below zero when more is owed.</param>
    /// <param name="mark">What the open grants that had not ended were granted with when the last one came.</param>
    public bool IsReachedBy(Credits left, Credits mark) =>
        Left is { } level ? left <= level : (Int128)left.Millionths * WholePercent <= (Int128)mark.Millionths * Percent!.Value;
}
