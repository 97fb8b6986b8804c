using Credits.Packs;

namespace Credits.Tests.Packs;

public sealed class Pack_faults_should
{
    private static readonly Pack Good = new("ten", "Ten", Credits.Of(10), new(990, "EUR"));

    [Fact]
    public void Be_none_of_a_pack_that_says_what_it_must() => PackFaults.Of(Good).ShouldBeEmpty();

    [Fact]
    public void All_be_told_at_once() =>
        Paths(new("ten", " ", Credits.Zero, new(0, "eur"))
        {
            Bonus = new(Credits.Of(-1), Lifetime: null),
            Tiers = [new(1, 5), new(10, Money.MaxAmount + 1), new(10, 5), new(Pack.MaxQuantity + 1, 5)],
        }).ShouldBe(["name", "credits", "price.amount", "price.currency", "bonus.credits", "tiers[0].from", "tiers[1].price", "tiers[2].from", "tiers[3].from"]);

    [Fact]
    public void Bound_how_much_a_pack_may_say() =>
        Paths(Good with { Name = new('x', Pack.MaxNameLength + 1), Tiers = [.. Enumerable.Range(2, Pack.MaxTiers + 1).Select(from => new PackTier(from, 1))] }).ShouldBe(["name", "tiers"]);

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("eur", false)]
    [InlineData("EU", false)]
    [InlineData("EURO", false)]
    [InlineData("ÄÖÜ", false)]
    public void Know_a_currency_by_its_look(string currency, bool isOne) => Paths(Good with { Price = new(1, currency) }).ShouldBe(isOne ? [] : ["price.currency"]);

    private static IEnumerable<string> Paths(Pack pack) => PackFaults.Of(pack).Select(fault => fault.Path);
}
