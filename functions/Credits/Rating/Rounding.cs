namespace Credits.Rating;

/// <summary>How a charge becomes a whole number of steps. Each component is first rounded to a millionth of a credit, in the same direction.</summary>
/// <param name="Mode">The direction.</param>
/// <param name="Step">The smallest difference between two charges; a millionth or more.</param>
public readonly record struct Rounding(RoundingMode Mode, Credits Step)
{
    /// <summary>To a millionth of a credit, half to even.</summary>
    public static Rounding Exact { get; } = new(RoundingMode.HalfEven, Credits.FromMillionths(1));

    /// <summary>A quotient of non-negative numbers as a whole number.</summary>
    internal Int128 Divide(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = remainder * 2;
        var up = Mode switch
        {
            RoundingMode.HalfEven => twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient)),
            RoundingMode.HalfUp => twice >= divisor,
            RoundingMode.Up => remainder > 0,
            RoundingMode.Down => false,
            _ => throw new ArgumentOutOfRangeException(nameof(dividend), Mode, "A rounding mode that pricing does not know."),
        };
        return up ? quotient + 1 : quotient;
    }

    /// <summary>An amount in millionths as a multiple of the step.</summary>
    internal Int128 ToStep(Int128 millionths) => Step.Millionths == 1 ? millionths : Divide(millionths, Step.Millionths) * Step.Millionths;
}

/// <summary>In which direction a charge is rounded.</summary>
public enum RoundingMode
{
    /// <summary>To the nearest step, from the middle to the even one.</summary>
    HalfEven,

    /// <summary>To the nearest step, from the middle up.</summary>
    HalfUp,

    /// <summary>To the next step up: whatever was used costs at least one.</summary>
    Up,

    /// <summary>To the next step down.</summary>
    Down,
}
