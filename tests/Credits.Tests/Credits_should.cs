using System.Globalization;

namespace Credits.Tests;

public sealed class Credits_should
{
    private const long Bound = 8_000_000_000_000_000;

    private static readonly Gen<long> Millionths = Gen.Frequency(
        (3, Gen.Long[-Bound, Bound]), (1, Gen.Long[-1_000, 1_000]), (1, Gen.OneOfConst(-Bound, Bound, 0, Bound - 1)));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.506", 506_000)]
    [InlineData("0.000001", 1)]
    [InlineData("34627.865", 34_627_865_000)]
    [InlineData("-1.5", -1_500_000)]
    [InlineData("8000000000", Bound)]
    public void Count_millionths_of_a_credit(string credits, long millionths) =>
        Credits.Of(Decimal(credits)).Millionths.ShouldBe(millionths);

    [Fact]
    public void Write_plain_digits_without_trailing_zeros()
    {
        Credits.Of(34_627.865000m).ToString().ShouldBe("34627.865");
        Credits.Of(-0.000001m).ToString().ShouldBe("-0.000001");
        Credits.Of(8_000_000_000m).ToString().ShouldBe("8000000000");
    }

    [Fact]
    public void Come_back_from_their_digits_as_they_went() =>
        Millionths.Sample(millionths =>
        {
            Credits.TryParse(Credits.FromMillionths(millionths).ToString(), out var amount).ShouldBeTrue();
            amount.Millionths.ShouldBe(millionths);
        });

    [Theory]
    [InlineData("1e3", 1_000_000_000)]
    [InlineData("-25E-1", -2_500_000)]
    [InlineData("1.5000000000000000000000000000000000000000", 1_500_000)]
    [InlineData("-0", 0)]
    [InlineData("0e99999", 0)]
    public void Read_any_form_of_a_json_number(string digits, long millionths)
    {
        Credits.TryParse(digits, out var amount).ShouldBeTrue();
        amount.Millionths.ShouldBe(millionths);
    }

    [Theory]
    [InlineData("1e-7")]
    [InlineData("1e-30")]
    [InlineData("1.00000000000000000000000000000000000001")]
    [InlineData("100000000000000000000001e-29")]
    [InlineData("8000000000.000001")]
    [InlineData("-8000000000.000001")]
    [InlineData("1e99999999999")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("one")]
    public void Refuse_digits_that_they_can_not_hold(string digits) => Credits.TryParse(digits, out _).ShouldBeFalse();

    [Fact]
    public void Come_back_from_decimals_and_from_millionths_as_they_went() =>
        Millionths.Sample(millionths =>
        {
            var amount = Credits.FromMillionths(millionths);

            amount.Millionths.ShouldBe(millionths);
            Credits.Of(amount.ToDecimal()).ShouldBe(amount);
            Credits.FromMillionths((Int128)millionths).ShouldBe(amount);
            Credits.Of(Decimal(amount.ToString())).ShouldBe(amount);
        });

    [Fact]
    public void Survive_a_client_that_reads_and_writes_them_as_a_double() =>
        Gen.OneOf(Millionths, Gen.Long[Bound - 1_000_000, Bound]).Sample(millionths =>
        {
            var amount = Credits.FromMillionths(millionths);

            var client = double.Parse(amount.ToString(), CultureInfo.InvariantCulture);

            Credits.Of(Decimal(client.ToString("F6", CultureInfo.InvariantCulture))).ShouldBe(amount);
            Credits.Of(Decimal(client.ToString("R", CultureInfo.InvariantCulture))).ShouldBe(amount);
        });

    [Theory]
    [InlineData("0.0000001")]
    [InlineData("1.2345678")]
    [InlineData("7999999999.999999999999999999")]
    [InlineData("0.0000000000000000000000000001")]
    public void Refuse_a_seventh_decimal_rather_than_round_it(string credits)
    {
        Should.Throw<ArgumentException>(() => Credits.Of(Decimal(credits))).Message.ShouldContain("more than six decimals");
        Credits.TryOf(Decimal(credits), out _).ShouldBeFalse();
    }

    [Fact]
    public void Accept_trailing_zeros_beyond_the_sixth_decimal() => Credits.Of(1.5000000000m).ShouldBe(Credits.Of(1.5m));

    [Theory]
    [InlineData("8000000000.000001")]
    [InlineData("-8000000000.000001")]
    [InlineData("79228162514264337593543950335")]
    public void Refuse_more_than_eight_billion_and_say_so(string credits)
    {
        Should.Throw<OverflowException>(() => Credits.Of(Decimal(credits))).Message.ShouldContain("±8000000000");
        Credits.TryOf(Decimal(credits), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Bound + 1)]
    [InlineData(-Bound - 1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Refuse_millionths_beyond_the_bound(long millionths)
    {
        Should.Throw<OverflowException>(() => Credits.FromMillionths(millionths));
        Should.Throw<OverflowException>(() => Credits.FromMillionths((Int128)millionths));
    }

    [Fact]
    public void Refuse_wide_products_that_would_wrap_a_long() =>
        Should.Throw<OverflowException>(() => Credits.FromMillionths(Int128.One << 64));

    [Fact]
    public void Add_and_subtract_exactly_or_throw_but_never_wrap() =>
        Gen.Select(Millionths, Millionths).Sample((left, right) =>
        {
            Exactly((Int128)left + right, () => Credits.FromMillionths(left) + Credits.FromMillionths(right));
            Exactly((Int128)left - right, () => Credits.FromMillionths(left) - Credits.FromMillionths(right));
            Exactly(-(Int128)left, () => -Credits.FromMillionths(left));
        });

    [Fact]
    public void Compare_as_their_numbers_do() =>
        Gen.Select(Millionths, Millionths).Sample((left, right) =>
        {
            var (x, y) = (Credits.FromMillionths(left), Credits.FromMillionths(right));

            (x < y).ShouldBe(left < right);
            (x <= y).ShouldBe(left <= right);
            (x > y).ShouldBe(left > right);
            (x >= y).ShouldBe(left >= right);
            (x == y).ShouldBe(left == right);
            Math.Sign(x.CompareTo(y)).ShouldBe(left.CompareTo(right));
            Credits.Min(x, y).Millionths.ShouldBe(Math.Min(left, right));
        });

    private static void Exactly(Int128 expected, Func<Credits> actual)
    {
        if (Int128.Abs(expected) > Bound) Should.Throw<OverflowException>(() => actual());
        else ((Int128)actual().Millionths).ShouldBe(expected);
    }

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
