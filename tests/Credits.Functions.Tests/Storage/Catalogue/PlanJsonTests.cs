using System.Text.Json;
using Credits.Functions.Storage.Catalogue;
using Credits.Functions.Tests.Storage.Accounts;
using Credits.Grants;
using Credits.Periods;
using Credits.Plans;
using CsCheck;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Storage.Catalogue;

public sealed class PlanJsonTests
{
    [Fact]
    public void What_is_written_reads_back_as_it_was() =>
        AnyMovement.Terms.Sample(terms =>
        {
            var plan = new Plan("pro") { Name = "Pro", RateCard = "pro", RateCardVersion = 2, Terms = terms };

            Read(PlanJson.Write(plan)).Plan.ShouldBe(plan);
        }, iter: 500);

    [Fact]
    public void A_plan_that_says_nothing_grants_nothing_and_renews_each_month() => Read("{}").ShouldBe((new Plan("pro"), ""));

    [Fact]
    public void What_an_allotment_leaves_out_is_usual()
    {
        var plan = Read("""{"allotments":[{"id":"base","amount":500,"every":"P1M","rollover":{"maximum":250,"periods":1}}]}""").Plan;

        plan.Terms.Allotments.ShouldHaveSingleItem().ShouldBe(new Allotment("base", Credits.Of(500), Cycle.Monthly) { Rollover = new(100, Minimum: null, Credits.Of(250), Periods: 1) });
    }

    [Fact]
    public void What_is_granted_on_payment_is_none_of_the_terms_and_reads_back_as_it_was()
    {
        var plan = Read("""{"allotments":[{"id":"a","amount":1,"every":"P1M","granted":"byPeriod"},{"id":"b","amount":500,"granted":"onPayment","lifetime":"P2M","priority":7,"creditType":"premium"}]}""").Plan;

        plan.Terms.Allotments.ShouldHaveSingleItem().Id.ShouldBe("a");
        plan.OnPayment.ShouldHaveSingleItem().ShouldBe(new PaidAllotment("b", Credits.Of(500)) { Lifetime = Lifetime.Of(new(2, TermUnit.Month)), Priority = 7, CreditType = CreditType.Parse("premium") });
        Read(PlanJson.Write(plan)).Plan.ShouldBe(plan);
    }

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Read("""
            {"rateCardVersion":0,"period":{"every":"P1M1D","anchor":"moon"},"proration":"half","trial":{"days":"x"},
             "allotments":[7,{"id":1,"amount":"5","every":"1 month","creditType":"A B","lifetime":"long","priority":1e30,"rollover":{"percent":-1,"maximum":1e30,"more":1}}]}
            """).Faults.Split(' ').ShouldBe([
            "rateCardVersion", "period.every", "period.anchor", "allotments[0]", "allotments[1].id", "allotments[1].amount", "allotments[1].every", "allotments[1].creditType",
            "allotments[1].lifetime", "allotments[1].priority", "allotments[1].rollover.more", "allotments[1].rollover.percent", "allotments[1].rollover.maximum", "proration", "trial.days"]);

    [Theory]
    [InlineData("""{"allotments":[{"id":"a","amount":0,"every":"P1M"}]}""", "allotments[0].amount")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P5M"}]}""", "allotments[0].every")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","lifetime":"P1Y","rollover":{}}]}""", "allotments[0].rollover")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","rollover":{"percent":101,"minimum":2,"maximum":1,"periods":121}}]}""",
        "allotments[0].rollover.percent allotments[0].rollover.minimum allotments[0].rollover.periods")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M"},{"id":"a","amount":1,"every":"P1M"}]}""", "allotments[1].id")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"granted":"onPayment","every":"P1M","anchor":"calendar","rollover":{}}]}""", "allotments[0].every allotments[0].anchor allotments[0].rollover")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"granted":"onPayment"},{"id":"b","amount":1,"every":"P1M"}]}""", "allotments[1]")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","granted":"sometimes"}]}""", "allotments[0].granted")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M"},{"id":"a","amount":0,"granted":"onPayment"}]}""", "allotments[1].id allotments[1].amount")]
    [InlineData("""{"trial":{"days":367}}""", "trial.days")]
    [InlineData("""{"rateCardVersion":3}""", "rateCardVersion")]
    public void What_could_not_be_granted_is_a_fault(string json, string paths) => Read(json).Faults.ShouldBe(paths);

    private static (Plan Plan, string Faults) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var plan = PlanJson.Read("pro", document.RootElement, out var faults, out _);
        return (plan, string.Join(' ', faults.Select(fault => fault.Path)));
    }
}
