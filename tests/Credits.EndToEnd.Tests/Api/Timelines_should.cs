using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Timelines_should(RunningStack running)
{
    private const string WithRollover = """{"allotments":[{"id":"monthly","amount":500,"every":"P1M","rollover":{"maximum":250,"periods":1}}]}""";

    [Fact]
    public async Task Tell_what_is_granted_expires_rolls_over_and_renews_in_the_order_of_time()
    {
        var (account, plan, ends) = await OnPlan(WithRollover);

        var timeline = await Timeline(account, $"until={ends[2]}");

        Lines(timeline, plan).ShouldBe(
        [
            $"{ends[0]} renewed", $"{ends[0]} granted 500 until {ends[1]}", $"{ends[0]} rolledOver 250 of allotment-4 until {ends[1]}", $"{ends[0]} expired 250 of allotment-4",
            $"{ends[1]} renewed", $"{ends[1]} granted 500 until {ends[2]}", $"{ends[1]} expired 250", $"{ends[1]} rolledOver 250 until {ends[2]}", $"{ends[1]} expired 250",
        ]);
        (timeline.Text("accountId"), timeline.Text("until"), timeline["isCut"]!.GetValue<bool>()).ShouldBe((account, ends[2], false));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(1_000, false)]
    public async Task Be_cut_after_so_many_and_say_so(int limit, bool isCut)
    {
        var (account, _, ends) = await OnPlan(WithRollover);
        var whole = (await Timeline(account, $"until={ends[1]}")).List("items").Select(item => item.ToJsonString());

        var timeline = await Timeline(account, $"until={ends[1]}&limit={limit}");

        timeline.List("items").Select(item => item.ToJsonString()).ShouldBe(whole.Take(limit));
        timeline["isCut"]!.GetValue<bool>().ShouldBe(isCut);
    }

    [Fact]
    public async Task Tell_the_end_of_a_purchase_and_of_a_hold()
    {
        var account = await running.Api.OpenAccount(10);
        var later = Text(DateTimeOffset.UtcNow.AddHours(20));
        await running.Api.Post($"accounts/{account}/grants", $$"""{"id":"g","kind":"purchase","amount":7,"expiresAt":"{{later}}"}""");
        var soon = (await running.Api.Hold(account, """{"id":"h","amount":2,"seconds":3600}""")).ShouldBe(201).Text("expiresAt");

        var items = (await Timeline(account, "")).List("items");

        items.Select(item => item.ToJsonString()).ShouldBe(
        [
            $$"""{"at":"{{soon}}","kind":"released","creditType":"credits","amount":2,"holdId":"h"}""",
            $$"""{"at":"{{later}}","kind":"expired","creditType":"credits","amount":7,"grantId":"g"}""",
        ]);
    }

    [Fact]
    public async Task Tell_the_changes_that_are_scheduled_and_book_nothing()
    {
        var (account, plan, ends) = await OnPlan("""{"proration":"byDays","allotments":[{"id":"monthly","amount":500,"every":"P1M"}]}""");
        var at = Moment(ends[0], days: 10);
        await running.Api.PutOnPlan(account, null, at);
        var before = (await running.Api.Get($"accounts/{account}")).ToJsonString();

        var items = (await Timeline(account, $"until={ends[2]}")).List("items").SkipWhile(item => item.Text("at") != at).ToList();

        items.Select(item => (item.Text("at"), item.Text("kind"))).ShouldBe(
            [(at, "configured"), (at, "voided"), (at, "unsubscribed"), (ends[1], "expired")], "no plan renews or grants after it");
        (items[0]["settings"]!["plan"], items[2].Text("plan")).ShouldBe((null, plan));
        var (days, left) = (Days(ends[0], ends[1]), Days(at, ends[1]));
        items[1].Number("amount").ShouldBe(Math.Floor(500_000_000m * left / days) / 1_000_000);
        items[3].Number("amount").ShouldBe(500 - items[1].Number("amount"));
        (await running.Api.Get($"accounts/{account}")).ToJsonString().ShouldBe(before);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_empty_where_nothing_comes_by_itself() => (await Timeline(await running.Api.OpenAccount(10), "")).List("items").ShouldBeEmpty();

    [Theory]
    [InlineData("until=soon", "until")]
    [InlineData("until=2020-01-01T00:00:00Z", "until")]
    [InlineData("until=2100-01-01T00:00:00Z", "until")]
    [InlineData("until=1e30", "until")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=1e30", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("days=7&until=&limit=", "days until limit")]
    public async Task Name_what_is_wrong_with_a_request(string query, string paths) =>
        (await running.Api.Send(HttpMethod.Get, $"accounts/{await running.Api.OpenAccount(0)}/timeline?{query}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

    private async Task<(string Account, string Plan, string[] PeriodEnds)> OnPlan(string terms)
    {
        var (account, plan) = (await running.Api.OpenAccount(0), await running.Api.MakePlan(terms));
        var end = (await running.Api.PutOnPlan(account, plan)).Text("periodEnd");
        return (account, plan, [end, Moment(end, months: 1), Moment(end, months: 2)]);
    }

    private Task<JsonNode> Timeline(string account, string query) => running.Api.Get($"accounts/{account}/timeline?{query}");

    private static IEnumerable<string> Lines(JsonNode timeline, string plan) => timeline.List("items").Select(item =>
    {
        if (item.Text("kind") == "granted") (item.Text("plan"), item.Text("allotment")).ShouldBe((plan, "monthly"));
        var (amount, grant, end) = (item["amount"] is null ? "" : $" {item.Number("amount")}", item["grantId"] is null ? "" : $" of {item.Text("grantId")}", item["expiresAt"] is null ? "" : $" until {item.Text("expiresAt")}");
        return $"{item.Text("at")} {item.Text("kind")}{amount}{grant}{end}";
    });

    private static string Moment(string time, int months = 0, int days = 0) => Text(Time(time).AddMonths(months).AddDays(days));

    private static int Days(string from, string to) => (Time(to).Date - Time(from).Date).Days;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
