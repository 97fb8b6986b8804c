using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>The plans of docs/pricing.md.</summary>
[Collection(RunningStack.Collection)]
public sealed class Plan_recipes_should(RunningStack running)
{
    [Fact]
    public async Task Roll_unused_credits_over_up_to_250_for_one_period()
    {
        var (account, view) = await OnPlan("""{"allotments":[{"id":"monthly","amount":500,"every":"P1M","rollover":{"maximum":250,"periods":1}}]}""");
        var (second, third) = (view.Text("periodEnd"), Text(Time(view.Text("periodEnd")).AddMonths(1)));

        var items = await Timeline(account, Text(Time(third).AddSeconds(1)));

        (await Available(account)).ShouldBe(500);
        In(items, second).ShouldBe(["renewed", "granted 500", "rolledOver 250", "expired 250"]);
        In(items, third).ShouldBe(["renewed", "granted 500", "expired 250", "rolledOver 250", "expired 250"], "what rolled over once expires first");
    }

    [Fact]
    public async Task Burn_the_month_s_allotment_before_a_purchase_that_lives_12_months()
    {
        var (account, view) = await OnPlan("""{"allotments":[{"id":"monthly","amount":500,"every":"P1M"}]}""");
        var end = Text(Time(view.Text("since")).AddMonths(12));
        await running.Api.Post($"accounts/{account}/grants", $$"""{"id":"invoice-2026-0117","kind":"purchase","amount":5000,"expiresAt":"{{end}}"}""");

        (await running.Api.Balance(account)).List("grants").Select(grant => grant.Text("id")).ShouldBe(["allotment-4", "invoice-2026-0117"]);
        In(await Timeline(account, Text(Time(end).AddSeconds(1))), end).ShouldBe(["expired 5000"]);
    }

    [Fact]
    public async Task Grant_12_times_a_year_by_an_annual_plan()
    {
        var (account, view) = await OnPlan(
            """{"period":{"every":"P1Y","anchor":"subscription"},"allotments":[{"id":"monthly","amount":1000,"every":"P1M","anchor":"subscription"}]}""");
        var end = view.Text("periodEnd");

        var items = await Timeline(account, Text(Time(end).AddSeconds(1)));

        Time(end).ShouldBe(Time(view.Text("periodStart")).AddYears(1));
        (1 + items.Count(item => item.Text("kind") == "granted" && item.Text("at") != end)).ShouldBe(12, "the first when it comes");
        items.Where(item => item.Text("kind") == "renewed").Select(item => item.Text("at")).ShouldBe([end]);
    }

    [Fact]
    public async Task Let_a_free_plan_follow_a_trial()
    {
        var free = await running.Api.MakePlan("""{"allotments":[{"id":"monthly","amount":50,"every":"P1M"}]}""");
        var (account, view) = await OnPlan(
            $$$"""{"allotments":[{"id":"trial","amount":1000,"every":"P1M","anchor":"subscription","lifetime":"P14D"}],"trial":{"days":14,"then":"{{{free}}}"}}""");
        var end = Text(Time(view.Text("since")).AddDays(14));

        var items = await Timeline(account, Text(Time(end).AddSeconds(1)));

        (await Available(account)).ShouldBe(1_000);
        In(items, end).ShouldBe(["configured", "unsubscribed", "subscribed", "granted 50", "expired 1000"]);
        items.Count(item => item.Text("kind") == "granted").ShouldBe(1, "nothing more is granted by the trial");
    }

    private async Task<(string Account, JsonNode View)> OnPlan(string terms)
    {
        var account = await running.Api.OpenAccount(0);
        return (account, await running.Api.PutOnPlan(account, await running.Api.MakePlan(terms)));
    }

    private async Task<IReadOnlyList<JsonNode>> Timeline(string account, string until) => (await running.Api.Get($"accounts/{account}/timeline?until={until}")).List("items");

    private async Task<decimal> Available(string account) => (await running.Api.Balance(account)).Number("available");

    private static IEnumerable<string> In(IEnumerable<JsonNode> items, string at) =>
        items.Where(item => item.Text("at") == at).Select(item => item["amount"] is null ? item.Text("kind") : $"{item.Text("kind")} {item.Number("amount")}");

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
