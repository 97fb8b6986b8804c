using System.Globalization;

namespace Credits.Rating;

/// <summary>An exact, non-negative number of units: a count of millionths of a unit, at most 10^12 units.</summary>
public readonly record struct Quantity(long Millionths)
{
    /// <summary>What a quantity may be, in words for an error message.</summary>
    public const string Rule = "a number from 0 to 1,000,000,000,000 with at most 6 decimals";

    /// <summary>One unit.</summary>
    public static readonly Quantity One = new(MillionthsPerUnit);

    internal const long MillionthsPerUnit = 1_000_000;

    private const int Decimals = 6;

    private const long MaxMillionths = 1_000_000_000_000 * MillionthsPerUnit;

    /// <summary>Reads a JSON number's digits; false when they break the <see cref="Rule"/>.</summary>
    /// <remarks>Digit by digit, since every numeric type of the platform rounds a number that is too fine for it without a word.</remarks>
    public static bool TryParse(string digits, out Quantity quantity)
    {
        quantity = default;
        var mantissa = digits.AsSpan();
        var exponent = 0;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            if (!int.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
            mantissa = mantissa[..e];
        }

        var negative = mantissa.StartsWith('-');
        if (negative) mantissa = mantissa[1..];

        var point = mantissa.IndexOf('.');
        var places = (long)(point < 0 ? mantissa.Length : point) + exponent + Decimals; // how many digits from the first one count millionths
        if (mantissa.IsEmpty || point == 0) return false;

        Int128 millionths = 0; // wide enough for the digit that takes it over the maximum
        for (var i = 0; i < mantissa.Length; i++)
        {
            if (i == point) continue;
            if (!char.IsAsciiDigit(mantissa[i])) return false;

            if (--places >= 0) millionths = millionths * 10 + (mantissa[i] - '0');
            else if (mantissa[i] != '0') return false; // finer than a millionth

            if (millionths > MaxMillionths) return false;
        }

        for (; places > 0 && millionths > 0; places--)
            if ((millionths *= 10) > MaxMillionths) return false;

        if (negative && millionths > 0) return false;

        quantity = new((long)millionths);
        return true;
    }
}
