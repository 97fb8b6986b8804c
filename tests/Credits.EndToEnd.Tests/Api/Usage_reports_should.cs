using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Usage_reports_should(RunningStack running)
{
    private const string Costly = """{"costCurrency":"USD","rates":[{"meter":"page","components":[{"quantity":"pages","credits":2,"cost":0.5}]}]}""";

    private static readonly string[] Groupings = ["by=day", "by=meter", "by=member", "by=dimension&dimension=model", "by=dimension&dimension=nowhere"];

    [Fact]
    public async Task Come_to_what_was_burned_by_every_grouping()
    {
        var account = await running.Api.OpenAccount(3);
        await Debit(account, Call(account, "1", "large").But("member", "ann"), Call(account, "2", "small"), Call(account, "3", "large"), Usage.Call(account, "4").But("type", "image"));

        var burned = (await running.Api.Balance(account)).Number("burned");

        burned.ShouldBe(17);
        foreach (var grouping in Groupings)
        {
            var report = await Report(account, grouping);
            report.List("rows").Sum(Burned).ShouldBe(burned, grouping);
            Burned(report["total"]!).ShouldBe(burned);
            report.List("rows").Sum(row => row.Number("events")).ShouldBe(4);
        }
    }

    [Fact]
    public async Task Tell_models_apart_with_their_quantities()
    {
        var account = await running.Api.OpenAccount(100);
        await Debit(account, Call(account, "1", "large"), Call(account, "2", "small"), Call(account, "3", "large"));

        var large = (await Report(account, "by=dimension&dimension=model&meter=llm.call")).List("rows")[0];

        (large.Text("value"), large["other"]!.GetValue<bool>(), large.Number("events"), Burned(large)).ShouldBe(("large", false, 2, 8));
        (large["quantities"]!.Number("inputTokens"), large["quantities"]!.Number("outputTokens")).ShouldBe((2_000, 2_000));
    }

    [Fact]
    public async Task Show_what_usage_cost_the_provider()
    {
        var account = await running.Api.OpenAccountPricedBy(Costly);
        await Debit(account, Usage.Call(account, "1").But("type", "page").But("data", new JsonObject { ["pages"] = 3 }));

        var cost = (await Report(account, ""))["total"]!.List("costs").Single();

        (cost.Text("currency"), cost.Number("amount")).ShouldBe(("USD", 1.5m));
    }

    [Fact]
    public async Task Count_a_late_event_on_its_own_day_also_after_that_day_was_reported()
    {
        var account = await running.Api.OpenAccount(100);
        var now = DateTimeOffset.UtcNow;
        await Debit(account, Call(account, "1", "large"));
        (await Report(account, "by=day")).List("rows").ShouldHaveSingleItem();

        await Debit(account, Call(account, "2", "large").But("time", now.AddDays(-3).ToString("O")));

        (await Report(account, "by=day")).List("rows")[0].Text("day").ShouldBe(now.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        (await Report(account, $"from={now.AddDays(-3):yyyy-MM-dd}&to={now.AddDays(-2):yyyy-MM-dd}"))["total"]!.Number("events").ShouldBe(1);
    }

    [Fact]
    public async Task Count_an_event_on_its_day_in_the_accounts_time_zone()
    {
        var account = await running.Api.OpenAccount(100);
        var yesterday = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-1), TimeSpan.Zero);
        await Put(account, "Asia/Tokyo");

        await Debit(
            account, Call(account, "1", "large").But("time", yesterday.AddHours(14.99).ToString("O")), Call(account, "2", "large").But("time", yesterday.AddHours(15).ToString("O")));

        var report = await Report(account, "by=day");
        (report.Text("timeZone"), string.Join(' ', Days(report))).ShouldBe(("Asia/Tokyo", $"{yesterday:yyyy-MM-dd} {yesterday.AddDays(1):yyyy-MM-dd}"));
        (await Report(account, $"to={yesterday.AddDays(1):yyyy-MM-dd}"))["total"]!.Number("events").ShouldBe(1);
    }

    [Fact]
    public async Task Take_a_reversed_debit_out_where_it_was_put_though_the_time_zone_was_changed_since()
    {
        var account = await running.Api.OpenAccount(100);
        var late = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-2), TimeSpan.Zero).AddHours(20);
        await Debit(account, Call(account, "1", "large").But("time", late.ToString("O")));
        await Put(account, "Asia/Tokyo");
        await Debit(account, Call(account, "2", "large").But("time", late.ToString("O")));
        Days(await Report(account, "by=day")).ShouldBe([$"{late:yyyy-MM-dd}", $"{late.AddDays(1):yyyy-MM-dd}"]);

        await running.Api.Post($"accounts/{account}/events/1/reverse", """{"source":"/tests","reason":"sent by mistake"}""");

        Days(await Report(account, "by=day")).ShouldBe([$"{late.AddDays(1):yyyy-MM-dd}"]);
        (await Report(account, "by=day"))["total"]!.Number("events").ShouldBe(1);
    }

    [Fact]
    public async Task Count_an_event_once_however_often_it_is_sent()
    {
        var account = await running.Api.OpenAccount(100);
        await running.Send(account, Call(account, "1", "large"), Call(account, "1", "large"), Call(account, "2", "large"));
        await running.Api.UntilDebits(account, 2);
        await Report(account, "");
        await running.Send(account, Call(account, "2", "large"), Call(account, "3", "large"));
        await running.Api.UntilDebits(account, 3);

        (await Report(account, ""))["total"]!.Number("events").ShouldBe(3);
    }

    [Fact]
    public async Task Take_a_reversed_debit_out()
    {
        var account = await running.Api.OpenAccount(100);
        await Debit(account, Call(account, "1", "large"), Call(account, "2", "small"));
        await Report(account, "");

        await running.Api.Post($"accounts/{account}/events/1/reverse", """{"source":"/tests","reason":"sent by mistake"}""");

        var row = (await Report(account, "by=dimension&dimension=model")).List("rows").ShouldHaveSingleItem();
        (row.Text("value"), row.Number("events"), Burned(row)).ShouldBe(("small", 1, (await running.Api.Balance(account)).Number("burned")));
    }

    [Fact]
    public async Task Count_nothing_twice_for_many_who_ask_while_events_come_in()
    {
        var account = await running.Api.OpenAccount(100);
        for (var batch = 0; batch < 10; batch++)
        {
            await running.Send(account, Enumerable.Range(batch * 20, 20).Select(i => Call(account, $"{i}", $"m{i % 3}")));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Report(account, Groupings[i])));
        }

        var burned = (await running.Api.UntilDebits(account, 200)).Number("burned");

        foreach (var total in (await Task.WhenAll(Groupings.Select(grouping => Report(account, grouping)))).Select(report => report["total"]!))
            (total.Number("events"), Burned(total)).ShouldBe((200, burned));
    }

    [Fact]
    public async Task Be_empty_for_an_account_without_usage()
    {
        var report = await Report(await running.Api.OpenAccount(1), "");

        report.List("rows").ShouldBeEmpty();
        report["total"]!.Number("events").ShouldBe(0);
    }

    [Theory]
    [InlineData("by=week", "by")]
    [InlineData("by=dimension", "dimension")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-01-02&to=2026-01-01", "to")]
    [InlineData("from=2020-01-01&to=2026-01-01", "to")]
    [InlineData("to=1e30", "to")]
    [InlineData("limit=-1", "limit")]
    public async Task Name_what_is_wrong_with_a_question(string query, string path)
    {
        var account = await running.Api.OpenAccount(0);

        (await running.Api.Send(HttpMethod.Get, $"accounts/{account}/usage?{query}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);
    }

    private static IEnumerable<string> Days(JsonNode report) => report.List("rows").Select(row => row.Text("day")!);

    private async Task Put(string account, string zone) =>
        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", $$"""{"timeZone":"{{zone}}"}""")).ShouldBe(200);

    private Task<JsonNode> Report(string account, string query) => running.Api.Get($"accounts/{account}/usage?{query}");

    private async Task Debit(string account, params JsonObject[] usages)
    {
        foreach (var usage in usages) (await running.Api.Debit(account, usage)).ShouldBe(201);
    }

    // 4 credits.
    private static JsonObject Call(string account, string id, string model)
    {
        var usage = Usage.Call(account, id, inputTokens: 1_000, outputTokens: 1_000);
        usage["data"]!["model"] = model;
        return usage;
    }

    private static decimal Burned(JsonNode node) => node.List("credits").Sum(credits => credits.Number("amount"));
}
