using System.Globalization;
using System.Numerics;

namespace Credits;

/// <summary>An exact amount of credits: a 64-bit count of millionths of a credit.</summary>
/// <remarks>
/// Bounded to ±8,000,000,000 credits, where six decimals still survive a client's round trip through an IEEE double
/// (its spacing stays under a millionth below 2^33). An operation that leaves the bound throws <see cref="OverflowException"/>; nothing wraps.
/// </remarks>
public readonly record struct Credits : IComparable<Credits>,
    IAdditionOperators<Credits, Credits, Credits>, ISubtractionOperators<Credits, Credits, Credits>,
    IUnaryNegationOperators<Credits, Credits>, IComparisonOperators<Credits, Credits, bool>
{
    /// <summary>Millionths in one credit.</summary>
    public const long MillionthsPerCredit = 1_000_000;

    private const long BoundInMillionths = 8_000_000_000 * MillionthsPerCredit;

    private Credits(long millionths) => Millionths = millionths;

    /// <summary>No credits.</summary>
    public static Credits Zero => default;

    /// <summary>The largest amount: 8,000,000,000 credits.</summary>
    public static Credits Max { get; } = new(BoundInMillionths);

    /// <summary>The amount in millionths of a credit, within ±8 × 10^15.</summary>
    public long Millionths { get; }

    /// <summary>An amount from its count of millionths.</summary>
    /// <exception cref="OverflowException">The amount is beyond ±8,000,000,000 credits.</exception>
    public static Credits FromMillionths(long millionths) =>
        millionths is >= -BoundInMillionths and <= BoundInMillionths ? new(millionths) : throw OutOfRange(millionths);

    /// <summary>An amount from a wide count of millionths, as products give it.</summary>
    /// <exception cref="OverflowException">The amount is beyond ±8,000,000,000 credits.</exception>
    public static Credits FromMillionths(Int128 millionths) =>
        millionths >= -BoundInMillionths && millionths <= BoundInMillionths ? new((long)millionths) : throw OutOfRange(millionths);

    /// <summary>An amount from a decimal number of credits with at most six decimals.</summary>
    /// <exception cref="ArgumentException">The number has more than six decimals.</exception>
    /// <exception cref="OverflowException">The amount is beyond ±8,000,000,000 credits.</exception>
    public static Credits Of(decimal credits) =>
        TryOf(credits, out var amount) ? amount
        : IsInRange(credits) ? throw new ArgumentException($"{credits} credits has more than six decimals.", nameof(credits))
        : throw OutOfRange($"{credits}");

    /// <summary>As <see cref="Of"/>, answering false where that throws.</summary>
    public static bool TryOf(decimal credits, out Credits amount)
    {
        amount = default;
        if (!IsInRange(credits)) return false;

        var millionths = credits * MillionthsPerCredit;
        if (decimal.Truncate(millionths) != millionths) return false;

        amount = new((long)millionths);
        return true;
    }

    /// <summary>Reads a JSON number's digits, all of them; false when it has more than six decimals or is beyond ±8,000,000,000 credits.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, out Credits amount)
    {
        var valid = global::Credits.Millionths.TryParse(digits, BoundInMillionths, out var millionths);
        amount = valid ? new(millionths) : default;
        return valid;
    }

    /// <summary>The amount as a decimal number of credits, without trailing zeros.</summary>
    public decimal ToDecimal() => Millionths / (decimal)MillionthsPerCredit;

    /// <summary>The smaller of two amounts.</summary>
    public static Credits Min(Credits left, Credits right) => left <= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Credits other) => Millionths.CompareTo(other.Millionths);

    /// <summary>The amount in plain digits with a point, as in <c>34627.865</c>.</summary>
    public override string ToString() => ToDecimal().ToString("0.######", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public static Credits operator +(Credits left, Credits right) => FromMillionths(left.Millionths + right.Millionths);

    /// <inheritdoc/>
    public static Credits operator -(Credits left, Credits right) => FromMillionths(left.Millionths - right.Millionths);

    /// <inheritdoc/>
    public static Credits operator -(Credits value) => new(-value.Millionths);

    /// <inheritdoc/>
    public static bool operator <(Credits left, Credits right) => left.Millionths < right.Millionths;

    /// <inheritdoc/>
    public static bool operator >(Credits left, Credits right) => left.Millionths > right.Millionths;

    /// <inheritdoc/>
    public static bool operator <=(Credits left, Credits right) => left.Millionths <= right.Millionths;

    /// <inheritdoc/>
    public static bool operator >=(Credits left, Credits right) => left.Millionths >= right.Millionths;

    private static bool IsInRange(decimal credits) => Math.Abs(credits) <= BoundInMillionths / MillionthsPerCredit;

    private static OverflowException OutOfRange(Int128 millionths) => OutOfRange($"{millionths} millionths");

    private static OverflowException OutOfRange(string amount) =>
        new($"{amount} is beyond the ±{BoundInMillionths / MillionthsPerCredit} credits an amount can hold.");
}
