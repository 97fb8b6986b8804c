using Credits.Grants;

namespace Credits.Tests.Grants;

public sealed class Rollover_should
{
    [Theory]
    [InlineData(50, null, null, 100, 50)]
    [InlineData(100, null, null, 100, 100)]
    [InlineData(50, 60, null, 100, 60)]
    [InlineData(50, 60, null, 40, 40)]
    [InlineData(50, null, 30, 100, 30)]
    [InlineData(50, 30, 30, 100, 30)]
    [InlineData(50, 0, null, 0, 0)]
    public void Be_a_percentage_within_its_bounds_but_never_more_than_is_left(int percent, int? minimum, int? maximum, int left, int rolledOver) =>
        Of(percent, minimum, maximum).Of(Credits.Of(left)).ShouldBe(Credits.Of(rolledOver));

    [Theory]
    [InlineData(33, 10, 3)]
    [InlineData(1, 99, 0)]
    [InlineData(99, 1, 0)]
    public void Be_rounded_down_to_a_millionth(int percent, long left, long rolledOver) =>
        Of(percent).Of(Credits.FromMillionths(left)).ShouldBe(Credits.FromMillionths(rolledOver));

    [Fact]
    public void Be_between_nothing_and_what_is_left_and_between_its_bounds_as_far_as_so_much_is_left() =>
        Gen.Select(Gen.Int[1, 100], Bound, Bound, Gen.OneOf(Gen.Long[0, 1_000], Gen.Long[0, Credits.Max.Millionths])).Sample((percent, one, other, left) =>
        {
            var (minimum, maximum) = (one is null || other is null || one <= other) ? (one, other) : (other, one);
            var result = new Rollover(percent, minimum, maximum, ExpiresAt: null).Of(Credits.FromMillionths(left));

            result.Millionths.ShouldBeInRange(0, left);
            if (maximum is { } most) result.ShouldBeLessThanOrEqualTo(most);
            if (minimum is { } least) result.ShouldBeGreaterThanOrEqualTo(Credits.Min(least, Credits.FromMillionths(left)));
            if (minimum is null && maximum is null) (left * (Int128)percent / 100).ShouldBe(result.Millionths);
        }, iter: 5_000);

    private static Gen<Credits?> Bound => Gen.OneOfConst<long?>(null, 0, 1, 10, 500, 1_000_000).Select(Credits? (millionths) => millionths is { } some ? Credits.FromMillionths(some) : null);

    private static Rollover Of(int percent, int? minimum = null, int? maximum = null) => new(percent, Amount(minimum), Amount(maximum), ExpiresAt: null);

    private static Credits? Amount(int? credits) => credits is { } some ? Credits.Of(some) : null;
}
