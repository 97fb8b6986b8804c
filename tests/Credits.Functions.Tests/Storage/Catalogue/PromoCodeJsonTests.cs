using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Grants;
using Credits.Periods;
using Credits.Promos;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

public sealed class PromoCodeJsonTests
{
    private static readonly Gen<PromoCode> Any = Gen.Select(
        Gen.Long[1, Credits.Max.Millionths], Gen.Int[1, Term.MaxCount], Gen.Int, Gen.Int[0, PromoCode.MaxMeters], Gen.Int[0, 366], Gen.Bool,
        (credits, term, number, lists, days, says) => new PromoCode("CODE", Credits.FromMillionths(credits))
        {
            CreditType = CreditType.Parse("premium"),
            Lifetime = says ? new Term(term, TermUnit.Day) : null,
            Priority = number,
            Meters = [.. Enumerable.Range(0, lists).Select(i => $"meter.{i}")],
            Plans = [.. Enumerable.Range(0, lists).Select(i => $"plan-{i}")],
            ValidFrom = says ? null : DateTimeOffset.UnixEpoch.AddDays(days),
            ValidUntil = says ? null : DateTimeOffset.UnixEpoch.AddDays(days + 1),
            MaxRedemptions = says ? term : null,
            Description = says ? "Größe 😀 \"<&>\"" : null,
            Active = says,
        });

    [Fact]
    public void What_is_written_reads_back_as_it_was() => Any.Sample(promo => Read(PromoCodeJson.Write(promo)).ShouldBe((promo, "")), iter: 500);

    [Fact]
    public void What_a_code_leaves_out_is_usual() => Read("""{"credits":10}""").ShouldBe((new PromoCode("CODE", Credits.Of(10)), ""));

    [Theory]
    [InlineData("7", "body")]
    [InlineData("{}", "credits")]
    [InlineData("""{"credits":"1","creditType":"A B","lifetime":30,"priority":1.5,"meters":[7],"plans":"pro","validFrom":"soon","validUntil":"later","maxRedemptions":1e30,"description":1,"active":"yes","redeemed":1}""",
        "redeemed credits creditType lifetime priority meters[0] plans validFrom validUntil maxRedemptions description active")]
    [InlineData("""{"credits":-1,"maxRedemptions":0,"validFrom":"2026-02-01T00:00:00Z","validUntil":"2026-01-01T00:00:00Z"}""", "credits validUntil maxRedemptions")]
    public void Every_fault_is_told_at_once(string json, string paths) => Read(json).Faults.ShouldBe(paths);

    private static (PromoCode Code, string Faults) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var promo = PromoCodeJson.Read("CODE", document.RootElement, out var faults);
        return (promo, string.Join(' ', faults.Select(fault => fault.Path)));
    }
}
