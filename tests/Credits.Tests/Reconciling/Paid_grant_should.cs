using Credits.Packs;
using Credits.Reconciling;

namespace Credits.Tests.Reconciling;

public sealed class Paid_grant_should
{
    private const long Price = 1_000;
    private static readonly Offer Hundred = new("hundred", 1, new(Price, "EUR"), Credits.Of(100));
    private static readonly PaidGrant Fresh = new(Credits.Of(100), Hundred.Price, Expired: Credits.Zero, Voided: Credits.Zero, Takings: []);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(400, 40)]
    [InlineData(1_000, 100)]
    [InlineData(2_000, 100)]
    public void Go_back_by_the_share_of_the_money(long back, decimal share) => Fresh.TakenFor(Hundred, back).ShouldBe(Credits.Of(share));

    [Theory]
    [InlineData(400, 40)]
    [InlineData(1_000, 60)]
    public void Miss_what_expired_only_beyond_what_did_not(long back, decimal due) => (Fresh with { Expired = Credits.Of(40) }).TakenFor(Hundred, back).ShouldBe(Credits.Of(due));

    [Theory]
    [InlineData(400, 0)]
    [InlineData(500, 10)]
    [InlineData(1_000, 60)]
    public void Count_what_was_voided_as_taken_back(long back, decimal due) => (Fresh with { Voided = Credits.Of(40) }).TakenFor(Hundred, back).ShouldBe(Credits.Of(due));

    [Fact]
    public void Be_owed_nothing_when_what_was_restored_expired_too() => (Fresh with { Expired = Credits.Of(130) }).TakenFor(Hundred, Price).ShouldBe(Credits.Zero);

    [Fact]
    public void Never_go_back_by_more_than_the_share_nor_than_was_burned() =>
        Gen.Select(Gen.Long[0, 100_000_000], Gen.Long[0, 100_000_000], Gen.Long[0, Price]).Sample((expired, voided, back) =>
        {
            var due = (Fresh with { Expired = Credits.FromMillionths(expired), Voided = Credits.FromMillionths(voided) }).TakenFor(Hundred, back);

            due.ShouldBeInRange(Credits.Zero, Hundred.ShareOf(Credits.Of(100), back));
            due.Millionths.ShouldBeLessThanOrEqualTo(Math.Max(0, 100_000_000 - expired - voided));
        });

    // 60 were burned, 40 voided, then all the money went back.
    [Theory]
    [InlineData(1_000, 60)]
    [InlineData(700, 30)]
    [InlineData(400, 0)]
    [InlineData(0, 0)]
    public void Restore_nothing_for_the_money_that_the_voided_had_made_up_for(long back, decimal due) =>
        (Fresh with { Voided = Credits.Of(40), Takings = [Taken(60, voidedBefore: 40)] }).TakenFor(Hundred, back).ShouldBe(Credits.Of(due));

    // 80 went back, then the other 20 were voided.
    [Theory]
    [InlineData(1_000, 80)]
    [InlineData(800, 80)]
    [InlineData(400, 40)]
    [InlineData(0, 0)]
    public void Restore_nothing_that_was_voided_later(long back, decimal due) =>
        (Fresh with { Voided = Credits.Of(20), Takings = [Taken(80)] }).TakenFor(Hundred, back).ShouldBe(Credits.Of(due));

    // 10 were burned, the money of 40 went back, 50 were voided, the other money went back.
    [Theory]
    [InlineData(1_000, 50)]
    [InlineData(950, 45)]
    [InlineData(900, 40)]
    [InlineData(600, 40)]
    [InlineData(400, 40)]
    [InlineData(300, 30)]
    public void Restore_for_each_money_what_was_taken_for_it(long back, decimal due) =>
        (Fresh with { Voided = Credits.Of(50), Takings = [Taken(40), Taken(10, voidedBefore: 50)] }).TakenFor(Hundred, back).ShouldBe(Credits.Of(due));

    // 60 were burned, 40 expired, then all the money went back: what is owed is what would be if only so much had gone back.
    [Theory]
    [InlineData(1_000, 60)]
    [InlineData(600, 60)]
    [InlineData(400, 40)]
    public void Restore_by_the_share_what_was_taken_after_some_had_expired(long back, decimal due) =>
        (Fresh with { Expired = Credits.Of(40), Takings = [Taken(60)] }).TakenFor(Hundred, back).ShouldBe(Credits.Of(due));

    [Theory]
    [InlineData(0, new[] { 40, 10 })]
    [InlineData(4, new[] { 40, 6 })]
    [InlineData(10, new[] { 40 })]
    [InlineData(30, new[] { 20 })]
    [InlineData(50, new int[0])]
    public void Have_restored_what_was_taken_last(int restored, int[] left) =>
        Taking.LessRestored([Taken(40), Taken(10, voidedBefore: 50)], Credits.Of(restored)).Select(taking => taking.Amount).ShouldBe(left.Select(amount => Credits.Of(amount)));

    private static Taking Taken(decimal amount, decimal voidedBefore = 0) => new(Credits.Of(amount), Credits.Of(voidedBefore));
}
