using System.Globalization;

namespace Credits.Rating;

/// <summary>A factor on a price, exact to a millionth: 0.8 is 20 % off, 1.1 is 10 % more, 0 is free.</summary>
/// <param name="Millionths">The factor in millionths, from 0 to <see cref="MaxMillionths"/>.</param>
public readonly record struct Multiplier(long Millionths)
{
    /// <summary>The largest factor: 1,000.</summary>
    public const long MaxMillionths = 1_000 * One;

    /// <summary>What a factor may be, in words for an error message.</summary>
    public const string Rule = "a number from 0 to 1000 with at most 6 decimals";

    private const long One = 1_000_000;

    /// <summary>Reads a number's digits; false when they break the <see cref="Rule"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, out Multiplier multiplier)
    {
        var valid = global::Credits.Millionths.TryParse(digits, MaxMillionths, out var millionths) && millionths >= 0;
        multiplier = valid ? new(millionths) : default;
        return valid;
    }

    /// <summary>An amount in millionths of a credit times the factor, rounded to a millionth.</summary>
    internal Int128 Times(Int128 millionths, Rounding rounding) => rounding.Divide(millionths * Millionths, One);

    /// <summary>The factor as a decimal number.</summary>
    public decimal ToDecimal() => Millionths / (decimal)One;

    /// <summary>The factor in plain digits with a point.</summary>
    public override string ToString() => ToDecimal().ToString("0.######", CultureInfo.InvariantCulture);
}
