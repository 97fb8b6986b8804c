namespace Credits;

/// <summary>An exact, non-negative number of units: a count of millionths of a unit, at most 10^12 units.</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    /// <summary>What a quantity may be, in words for an error message.</summary>
    public const string Rule = "a number from 0 to 1,000,000,000,000 with at most 6 decimals";

    internal const long MillionthsPerUnit = 1_000_000;

    private const long MaxMillionths = 1_000_000_000_000 * MillionthsPerUnit;

    private Quantity(long millionths) => Millionths = millionths;

    /// <summary>Nothing.</summary>
    public static Quantity Zero => default;

    /// <summary>One unit.</summary>
    public static Quantity One { get; } = new(MillionthsPerUnit);

    /// <summary>The largest quantity: 10^12 units.</summary>
    public static Quantity Max { get; } = new(MaxMillionths);

    /// <summary>The quantity in millionths of a unit, from 0 to 10^18.</summary>
    public long Millionths { get; }

    /// <summary>A quantity from its count of millionths.</summary>
    /// <exception cref="OverflowException">It is negative or beyond 10^12 units.</exception>
    public static Quantity FromMillionths(long millionths) =>
        millionths is >= 0 and <= MaxMillionths ? new(millionths) : throw new OverflowException($"{millionths} millionths is not {Rule}.");

    /// <summary>Reads a number's digits; false when they break the <see cref="Rule"/>.</summary>
    public static bool TryParse(string digits, out Quantity quantity)
    {
        var valid = global::Credits.Millionths.TryParse(digits, MaxMillionths, out var millionths) && millionths >= 0;
        quantity = valid ? new(millionths) : default;
        return valid;
    }

    /// <summary>The number of units, without trailing zeros.</summary>
    public decimal ToDecimal() => Millionths / (decimal)MillionthsPerUnit;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Millionths.CompareTo(other.Millionths);

    /// <summary>The number of units in plain digits with a point.</summary>
    public override string ToString() => ToDecimal().ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Both together.</summary>
    /// <exception cref="OverflowException">The sum is beyond 10^12 units.</exception>
    public static Quantity operator +(Quantity left, Quantity right) => FromMillionths(left.Millionths + right.Millionths);
}
