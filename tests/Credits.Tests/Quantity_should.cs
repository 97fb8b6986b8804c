using System.Globalization;
using System.Numerics;

namespace Credits.Tests;

public sealed class Quantity_should
{
    private const long Max = 1_000_000_000_000_000_000;

    [Theory]
    [InlineData("374", 374_000_000)]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("0.1000000", 100_000)]
    [InlineData("0.000001", 1)]
    [InlineData("1e3", 1_000_000_000)]
    [InlineData("1E+3", 1_000_000_000)]
    [InlineData("25e-1", 2_500_000)]
    [InlineData("1E-06", 1)]
    [InlineData("10e-7", 1)]
    [InlineData("0.0000000000000000000000000000001e31", 1_000_000)]
    [InlineData("1.0000000000000000000000000000000000000000", 1_000_000)]
    [InlineData("1e12", Max)]
    [InlineData("1000000000000.000000", Max)]
    public void Count_millionths_of_a_unit_exactly(string digits, long millionths)
    {
        Quantity.TryParse(digits, out var quantity).ShouldBeTrue();
        quantity.Millionths.ShouldBe(millionths);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.000001")]
    [InlineData("1000000000000.000001")]
    [InlineData("1e13")]
    [InlineData("1E400")]
    [InlineData("1e99999999999999999999")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void Refuse_less_than_nothing_and_more_than_a_trillion(string digits) => Quantity.TryParse(digits, out _).ShouldBeFalse();

    [Theory]
    [InlineData("0.0000001")]
    [InlineData("0.30000000000000004")]
    [InlineData("1e-7")]
    [InlineData("1e-30")]
    [InlineData("1E-400")]
    [InlineData("999999999999999999999999e-30")]
    [InlineData("0.00000100000000000000000000000000000000000000000001")]
    public void Refuse_a_seventh_decimal_however_small_rather_than_round_it(string digits) => Quantity.TryParse(digits, out _).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e3")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData("١")]
    public void Refuse_what_is_no_json_number(string digits) => Quantity.TryParse(digits, out _).ShouldBeFalse();

    [Fact]
    public void Agree_with_arithmetic_on_whole_numbers_of_any_length() =>
        Gen.Select(Gen.Long[0, 2_000_000_000], Gen.Int[0, 12], Gen.Int[-20, 20]).Sample((mantissa, decimals, exponent) =>
        {
            // mantissa × 10^(exponent − decimals), once as JSON digits, once as a ratio of whole numbers.
            var whole = mantissa.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
            var digits = $"{whole[..^decimals]}{(decimals > 0 ? "." + whole[^decimals..] : "")}e{exponent}";
            var shift = 6 + exponent - decimals;
            var (dividend, divisor) = (mantissa * BigInteger.Pow(10, Math.Max(0, shift)), BigInteger.Pow(10, Math.Max(0, -shift)));
            var valid = dividend % divisor == 0 && dividend / divisor <= Max;

            Quantity.TryParse(digits, out var quantity).ShouldBe(valid, digits);

            if (valid) ((BigInteger)quantity.Millionths).ShouldBe(dividend / divisor, digits);
        }, iter: 2_000);
}
