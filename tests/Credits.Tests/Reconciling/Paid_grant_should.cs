using Credits.Packs;
using Credits.Reconciling;

namespace Credits.Tests.Reconciling;

public sealed class Paid_grant_should
{
    private const long Price = 1_000;
    private static readonly Offer Hundred = new("hundred", 1, new(Price, "EUR"), Credits.Of(100));
    private static readonly PaidGrant Fresh = new(Credits.Of(100), Hundred.Price, Expired: Credits.Zero, Voided: Credits.Zero, Taken: Credits.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(400, 40)]
    [InlineData(1_000, 100)]
    [InlineData(2_000, 100)]
    public void Go_back_by_the_share_of_the_money(long back, decimal share) => Fresh.TakenFor(Hundred, back).ShouldBe((Credits.Of(share), Credits.Of(share)));

    [Theory]
    [InlineData(400, 40)]
    [InlineData(1_000, 60)]
    public void Miss_what_expired_only_beyond_what_did_not(long back, decimal least) => (Fresh with { Expired = Credits.Of(40) }).TakenFor(Hundred, back).Least.ShouldBe(Credits.Of(least));

    [Theory]
    [InlineData(400, 0)]
    [InlineData(500, 10)]
    [InlineData(1_000, 60)]
    public void Count_what_was_voided_as_taken_back(long back, decimal least) => (Fresh with { Voided = Credits.Of(40) }).TakenFor(Hundred, back).Least.ShouldBe(Credits.Of(least));

    [Fact]
    public void Be_owed_nothing_when_what_was_restored_expired_too() => (Fresh with { Expired = Credits.Of(130) }).TakenFor(Hundred, Price).ShouldBe((Credits.Zero, Credits.Of(100)));

    [Fact]
    public void Never_go_back_by_more_than_the_share_nor_than_was_burned() =>
        Gen.Select(Gen.Long[0, 100_000_000], Gen.Long[0, 100_000_000], Gen.Long[0, Price]).Sample((expired, voided, back) =>
        {
            var (least, most) = (Fresh with { Expired = Credits.FromMillionths(expired), Voided = Credits.FromMillionths(voided) }).TakenFor(Hundred, back);

            most.ShouldBe(Hundred.ShareOf(Credits.Of(100), back));
            least.ShouldBeInRange(Credits.Zero, most);
            least.Millionths.ShouldBeLessThanOrEqualTo(Math.Max(0, 100_000_000 - expired - voided));
        });
}
