namespace Credits.Rating;

/// <summary>An exact, non-negative number of units: a count of millionths of a unit, at most 10^12 units.</summary>
public readonly record struct Quantity(long Millionths)
{
    /// <summary>What a quantity may be, in words for an error message.</summary>
    public const string Rule = "a number from 0 to 1,000,000,000,000 with at most 6 decimals";

    /// <summary>One unit.</summary>
    public static readonly Quantity One = new(MillionthsPerUnit);

    internal const long MillionthsPerUnit = 1_000_000;

    private const long MaxMillionths = 1_000_000_000_000 * MillionthsPerUnit;

    /// <summary>Reads a JSON number's digits; false when they break the <see cref="Rule"/>.</summary>
    public static bool TryParse(string digits, out Quantity quantity)
    {
        var valid = global::Credits.Millionths.TryParse(digits, MaxMillionths, out var millionths) && millionths >= 0;
        quantity = valid ? new(millionths) : default;
        return valid;
    }
}
