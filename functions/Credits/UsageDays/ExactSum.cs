using System.Globalization;

namespace Credits.UsageDays;

/// <summary>A sum of quantities or of costs, in millionths of their unit. Wider than any count of events could fill: 10^19 of the largest quantities fit.</summary>
/// <param name="Millionths">The count of millionths.</param>
public readonly record struct ExactSum(Int128 Millionths)
{
    private const int MillionthsPerUnit = 1_000_000;

    /// <summary>Both together.</summary>
    public static ExactSum operator +(ExactSum left, ExactSum right) => new(checked(left.Millionths + right.Millionths));

    /// <summary>The one without the other.</summary>
    public static ExactSum operator -(ExactSum left, ExactSum right) => new(checked(left.Millionths - right.Millionths));

    /// <summary>The sum in plain digits with a point, all of them, without trailing zeros.</summary>
    public override string ToString()
    {
        var (units, millionths) = Int128.DivRem(Int128.Abs(Millionths), MillionthsPerUnit);
        var sign = Millionths < 0 ? "-" : "";
        var decimals = millionths == 0 ? "" : "." + ((int)millionths).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0');
        return sign + units.ToString(CultureInfo.InvariantCulture) + decimals;
    }
}
