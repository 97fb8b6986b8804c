using Credits.Packs;
using Credits.TopUps;

namespace Credits.Tests.TopUps;

public sealed class Top_up_terms_should
{
    private static readonly Pack Pack500 = new("pack-500", "500 credits", Credits.Of(500), new(4_900, "EUR"));

    private static TopUpTerms Terms { get; } = new(Credits.Of(50), "pack-500");

    [Fact]
    public void Buy_so_many_packs() => (Terms with { Quantity = 3 }).QuantityOf(Pack500, Credits.Of(50)).ShouldBe(3);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(500, 1)]
    [InlineData(500.000001, 2)]
    [InlineData(1_200, 3)]
    public void Buy_as_many_packs_as_make_so_many_credits(decimal credits, int packs) => (Terms with { Credits = Credits.Of(credits) }).QuantityOf(Pack500, Credits.Of(50)).ShouldBe(packs);

    [Theory]
    [InlineData(50, 2)]
    [InlineData(0, 2)]
    [InlineData(-1, 3)]
    [InlineData(999, 1)]
    [InlineData(1_400, 1)]
    public void Buy_as_many_packs_as_leave_so_many_credits(decimal left, int packs) => (Terms with { RefillTo = Credits.Of(1_000) }).QuantityOf(Pack500, Credits.Of(left)).ShouldBe(packs);

    [Fact]
    public void Refill_to_what_no_whole_number_of_packs_is() => (Terms with { RefillTo = Credits.Of(501) }).QuantityOf(Pack500, Credits.Zero).ShouldBe(2);

    [Fact]
    public void Know_no_limit_that_is_not_said() => Terms.LimitPassedBy(new(4_900, "EUR"), bought: 1_000_000, spent: 1_000_000_000).ShouldBeNull();

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Stay_within_so_many_a_month(int bought, bool within) => ((Terms with { MaxPerMonth = 3 }).LimitPassedBy(new(4_900, "EUR"), bought, spent: 0) is null).ShouldBe(within);

    [Theory]
    [InlineData(5_100, true)]
    [InlineData(5_101, false)]
    public void Stay_within_so_much_money_a_month(long spent, bool within) =>
        ((Terms with { MaxSpendPerMonth = new(10_000, "EUR") }).LimitPassedBy(new(4_900, "EUR"), bought: 1, spent) is null).ShouldBe(within);

    [Fact]
    public void Buy_nothing_in_a_currency_that_their_limit_does_not_know() =>
        (Terms with { MaxSpendPerMonth = new(10_000, "USD") }).LimitPassedBy(new(4_900, "EUR"), bought: 0, spent: 0).ShouldNotBeNull();

    public static TheoryData<TopUpTerms, string> Wrong => new()
    {
        { Terms, "quantity" },
        { Terms with { Quantity = 1, RefillTo = Credits.Of(100) }, "quantity" },
        { Terms with { Quantity = 0 }, "quantity" },
        { Terms with { Quantity = Pack.MaxQuantity + 1 }, "quantity" },
        { Terms with { Credits = Credits.Zero }, "credits" },
        { Terms with { RefillTo = Credits.Of(50) }, "refillTo" },
        { Terms with { Quantity = 1, Level = Credits.Of(-1) }, "level" },
        { Terms with { Quantity = 1, Pack = "" }, "pack" },
        { Terms with { Quantity = 1, MaxPerMonth = 0 }, "maxPerMonth" },
        { Terms with { Quantity = 1, MaxSpendPerMonth = new(0, "EUR") }, "maxSpendPerMonth.amount" },
        { Terms with { Quantity = 1, MaxSpendPerMonth = new(1, "eur") }, "maxSpendPerMonth.currency" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Be_refused_with_the_place_of_the_fault(TopUpTerms terms, string path) => TopUpFaults.Of(terms, "").Select(fault => fault.Path).ShouldBe([path]);

    [Fact]
    public void Be_agreed_to_when_nothing_is_wrong() => TopUpFaults.Of(Terms with { RefillTo = Credits.Of(1_000), MaxPerMonth = 5, MaxSpendPerMonth = new(50_000, "EUR") }, "").ShouldBeEmpty();
}
