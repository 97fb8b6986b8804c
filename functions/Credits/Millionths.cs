using System.Globalization;

namespace Credits;

/// <summary>Reads decimal numbers as whole counts of millionths.</summary>
/// <remarks>Digit by digit, since every numeric type of the platform rounds a number that is too fine for it without a word.</remarks>
internal static class Millionths
{
    private const int Decimals = 6;

    /// <summary>Reads a JSON number's digits; false when it is finer than a millionth or beyond ±<paramref name="max"/> millionths.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, long max, out long millionths)
    {
        millionths = 0;
        var mantissa = digits;
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

        Int128 count = 0; // wide enough for the digit that takes it over the maximum
        for (var i = 0; i < mantissa.Length; i++)
        {
            if (i == point) continue;
            if (!char.IsAsciiDigit(mantissa[i])) return false;

            if (--places >= 0) count = count * 10 + (mantissa[i] - '0');
            else if (mantissa[i] != '0') return false; // finer than a millionth

            if (count > max) return false;
        }

        for (; places > 0 && count > 0; places--)
            if ((count *= 10) > max) return false;

        millionths = (long)(negative ? -count : count);
        return true;
    }
}
