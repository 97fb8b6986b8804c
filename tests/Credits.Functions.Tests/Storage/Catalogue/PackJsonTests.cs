using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Packs;
using Credits.Periods;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

public sealed class PackJsonTests
{
    private static readonly Gen<Term?> Lifetime = Gen.OneOf(Gen.Const((Term?)null), Gen.Select(Gen.Int[1, Term.MaxCount], Gen.OneOfConst(TermUnit.Day, TermUnit.Month), Term? (count, unit) => new(count, unit)));

    private static readonly Gen<Pack> Any = Gen.Select(
        Gen.Long[1, Credits.Max.Millionths], Gen.Long[1, Money.MaxAmount], Lifetime, Gen.OneOf(Gen.Const((PackBonus?)null), Gen.Select(Gen.Long[1, 5_000_000], Lifetime, PackBonus? (credits, lifetime) => new(Credits.FromMillionths(credits), lifetime))),
        Gen.Int, Gen.Int[0, Pack.MaxTiers], (credits, price, lifetime, bonus, priority, tiers) => new Pack("p", "Größe 😀 \"<&>\"", Credits.FromMillionths(credits), new(price, "EUR"))
        {
            CreditType = CreditType.Parse("premium"),
            Lifetime = lifetime,
            Bonus = bonus,
            Priority = priority,
            Tiers = [.. Enumerable.Range(2, tiers).Select(from => new PackTier(from, price))],
        });

    [Fact]
    public void What_is_written_reads_back_as_it_was() => Any.Sample(pack => Read(PackJson.Write(pack)).ShouldBe((pack, "")), iter: 500);

    [Fact]
    public void What_a_pack_leaves_out_is_usual() =>
        Read("""{"name":"Ten","credits":10,"price":{"amount":990,"currency":"EUR"}}""").ShouldBe((new Pack("p", "Ten", Credits.Of(10), new(990, "EUR")), ""));

    [Theory]
    [InlineData("7", "body")]
    [InlineData("{}", "name credits price")]
    [InlineData("""{"name":1,"credits":"1","price":{"amount":1.5,"currency":1,"x":1},"creditType":"A B","tiers":[7,{"from":"x"}],"bonus":{"credits":1e30,"lifetime":"long"},"lifetime":30,"priority":1e30,"more":1}""",
        "more name credits price.x price.amount price.currency creditType tiers[0] tiers[1].from tiers[1].price bonus.credits bonus.lifetime lifetime priority")]
    [InlineData("""{"name":"Ten","credits":10,"price":{"amount":-1,"currency":"EUR"}}""", "price.amount")]
    [InlineData("""{"name":"Ten","credits":-10,"price":{"amount":1e30,"currency":"EUR"}}""", "price.amount")]
    [InlineData("""{"name":"Ten","credits":-10,"price":{"amount":990,"currency":"eur"}}""", "credits price.currency")]
    public void Every_fault_is_told_at_once(string json, string paths) => Read(json).Faults.ShouldBe(paths);

    private static (Pack Pack, string Faults) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var pack = PackJson.Read("p", document.RootElement, out var faults);
        return (pack, string.Join(' ', faults.Select(fault => fault.Path)));
    }
}
