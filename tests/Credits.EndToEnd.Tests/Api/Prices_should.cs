using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Prices_should(RunningStack running)
{
    private const string Tiers =
        """
        {"rates":[
          {"meter":"api","components":[{"quantity":"calls","tiers":[{"upTo":1000,"credits":0},{"upTo":10000,"credits":1},{"credits":0.5}]}]},
          {"meter":"bulk","components":[{"quantity":"calls","tierMode":"volume","tiers":[{"upTo":100,"credits":1},{"credits":0.25}]}]},
          {"meter":"transcription","components":[{"quantity":"minutes","credits":0.2,"included":500}]},
          {"meter":"a","components":[{"quantity":"n","credits":1,"included":10,"counter":"shared"}]},
          {"meter":"b","components":[{"quantity":"n","credits":2,"included":10,"counter":"shared"}]},
          {"meter":"llm","components":[{"quantity":"tokens","credits":3,"per":1000000,"cost":2.4}]}],
         "unknownMeters":"free","costCurrency":"EUR"}
        """;

    [Fact]
    public async Task Go_through_graduated_tiers_over_events_of_both_ways()
    {
        var account = await Open();

        (await Cost(account, Event(account, "1", "api", "calls", 900))).ShouldBe(0);
        (await Cost(account, Event(account, "2", "api", "calls", 200))).ShouldBe(100);
        await running.Send(account, Event(account, "3", "api", "calls", 8_900), Event(account, "4", "api", "calls", 1));
        await running.Api.UntilDebits(account, 4);

        (await Amounts(account)).ShouldBe([0, 100, 8_900, 0.5m]);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Cost_all_units_of_an_event_what_the_volume_tier_costs_that_it_reaches()
    {
        var account = await Open();

        (await Cost(account, Event(account, "1", "bulk", "calls", 100))).ShouldBe(100);
        (await Cost(account, Event(account, "2", "bulk", "calls", 10))).ShouldBe(2.5m);
    }

    [Fact]
    public async Task Begin_after_the_included_units_of_a_period()
    {
        var account = await Open();

        (await Cost(account, Event(account, "1", "transcription", "minutes", 480))).ShouldBe(0);
        (await Cost(account, Event(account, "2", "transcription", "minutes", 30))).ShouldBe(2);
        (await Cost(account, Event(account, "3", "transcription", "minutes", 1))).ShouldBe(0.2m);
    }

    [Fact]
    public async Task Count_a_late_event_in_the_period_of_its_own_time()
    {
        var account = await Open();
        var now = DateTimeOffset.UtcNow.ToOffset(AccountPlans.OffsetFarFromMidnight);
        await running.Api.Put($"accounts/{account}", $$"""{"billingDay":{{now.Day}},"timeZone":"{{AccountPlans.ZoneFarFromMidnight}}"}""");
        var earlier = now.AddDays(-2).ToString("O");

        (await Cost(account, Event(account, "now", "transcription", "minutes", 500))).ShouldBe(0);
        (await Cost(account, Event(account, "late", "transcription", "minutes", 499).But("time", earlier))).ShouldBe(0, "the period before has 500 minutes of its own");
        (await Cost(account, Event(account, "later", "transcription", "minutes", 2).But("time", earlier))).ShouldBe(0.2m);
        (await Cost(account, Event(account, "now again", "transcription", "minutes", 1))).ShouldBe(0.2m);

        var counted = (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").Select(entry => entry.List("counted").Single()).ToList();
        counted.Select(item => item.Number("quantity")).ShouldBe([500, 499, 2, 1]);
        counted[0].Text("periodStart").ShouldBe(counted[3].Text("periodStart"));
        counted[1].Text("periodStart").ShouldBe(counted[2].Text("periodStart"));
        DateTimeOffset.Parse(counted[1].Text("periodStart"), null).ShouldBeLessThan(DateTimeOffset.Parse(counted[0].Text("periodStart"), null));
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Share_a_counter_that_rates_name_alike()
    {
        var account = await Open();

        (await Cost(account, Event(account, "1", "a", "n", 6))).ShouldBe(0);
        (await Cost(account, Event(account, "2", "b", "n", 6))).ShouldBe(4);
        (await Cost(account, Event(account, "3", "a", "n", 1))).ShouldBe(1);
    }

    [Fact]
    public async Task Leave_a_meter_without_a_rate_free_where_the_card_says_so()
    {
        var account = await Open();

        var debit = (await running.Api.Debit(account, Event(account, "1", "unheard.of", "n", 6))).ShouldBe(201);
        await running.Send(account, Event(account, "2", "unheard.of", "n", 6));

        debit.Number("amount").ShouldBe(0);
        (await running.Api.UntilDebits(account, 2)).Number("burned").ShouldBe(0);
    }

    [Fact]
    public async Task Be_booked_beside_what_the_usage_cost_the_provider()
    {
        var account = await Open();
        await Cost(account, Event(account, "1", "llm", "tokens", 1_000_000));
        await Cost(account, Event(account, "2", "a", "n", 1));

        var entries = (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").ToList();

        entries[0]["cost"]!.ToJsonString().ShouldBe("""{"amount":2.4,"currency":"EUR"}""");
        entries[1]["cost"].ShouldBeNull();
    }

    [Fact]
    public async Task Be_the_accounts_own_while_its_overrides_hold()
    {
        var account = await running.Api.OpenAccount(1_000);
        await Configure(account, $$"""
            {"overrides":[
              {"meter":"llm.call","multiplier":0.8,"until":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"},
              {"meter":"image","components":[{"credits":1}],"until":"{{DateTimeOffset.UtcNow.AddDays(-1):O}}"}]}
            """);

        (await Cost(account, Usage.Call(account, "1", 1_000, 0))).ShouldBe(0.8m);
        (await Cost(account, Usage.Call(account, "2").But("type", "image"))).ShouldBe(5);
        (await Cost(account, Usage.Call(account, "3").But("type", "image").But("time", DateTimeOffset.UtcNow.AddDays(-2).ToString("O")))).ShouldBe(1);

        await Configure(account, """{"name":"still"}""");
        (await Cost(account, Usage.Call(account, "4", 1_000, 0))).ShouldBe(0.8m, "what a change leaves out stays");
        await Configure(account, """{"overrides":[]}""");
        (await Cost(account, Usage.Call(account, "5", 1_000, 0))).ShouldBe(1);
    }

    [Fact]
    public async Task Stay_those_of_the_pinned_version_until_the_pin_ends_or_is_taken_away()
    {
        var card = await running.Api.PublishCard(PriceOf(1));
        var account = await running.Api.OpenAccount(1_000);
        await Configure(account, $$"""{"rateCard":"{{card}}","pin":{"version":1} }""");
        await running.Api.Put($"rate-cards/{card}", PriceOf(2));
        var from = DateTimeOffset.Parse((await running.Api.Post($"rate-cards/{card}/publish", "{}")).Text("effectiveFrom"), null);
        await ApiClient.Until(() => running.Api.Get($"rate-cards/{card}"), _ => DateTimeOffset.UtcNow > from, "the second version to take effect");

        (await Cost(account, Call("1"))).ShouldBe(1);
        await Configure(account, $$"""{"pin":{"version":1,"until":"{{from:O}}"} }""");
        (await Cost(account, Call("2"))).ShouldBe(2);
        await Configure(account, """{"pin":{"version":1}}""");
        (await Cost(account, Call("3"))).ShouldBe(1);
        await Configure(account, """{"pin":null}""");
        (await Cost(account, Call("4"))).ShouldBe(2);
        (await running.Api.Get($"accounts/{account}"))["pin"].ShouldBeNull();

        JsonObject Call(string id) => Usage.Call(account, id).But("time", DateTimeOffset.UtcNow.ToString("O"));
    }

    [Theory]
    [InlineData("""{"overrides":{}}""", "overrides")]
    [InlineData("""{"overrides":[null]}""", "overrides[0]")]
    [InlineData("""{"overrides":[{"meter":"m","multiplier":-1}]}""", "overrides[0].multiplier")]
    [InlineData("""{"overrides":[{"meter":"m","multiplier":1e30}]}""", "overrides[0].multiplier")]
    [InlineData("""{"overrides":[{"meter":"\ud800","multiplier":1}]}""", "overrides[0].meter")]
    [InlineData("""{"overrides":[{"meter":"m","components":[{"credits":-1}]}]}""", "overrides[0].components[0].credits")]
    [InlineData("""{"overrides":[{"meter":"m","multiplier":1},{"meter":"m","multiplier":2}]}""", "overrides[1]")]
    [InlineData("""{"overrides":[{"meter":"m","multiplier":1,"from":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"}]}""", "overrides[0].until")]
    [InlineData("""{"pin":7}""", "pin")]
    [InlineData("""{"pin":{}}""", "pin.version")]
    [InlineData("""{"pin":{"version":0}}""", "pin.version")]
    [InlineData("""{"pin":{"version":1e30}}""", "pin.version")]
    [InlineData("""{"pin":{"version":1,"until":"soon"}}""", "pin.until")]
    [InlineData("""{"billingDay":32}""", "billingDay")]
    public async Task Name_what_is_wrong_with_an_accounts_own(string body, string path)
    {
        var account = await running.Api.OpenAccount(0);

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(1);
    }

    [Fact]
    public async Task Of_an_accounts_own_not_outgrow_what_is_written_with_every_commit()
    {
        var account = await running.Api.OpenAccount(10);
        string Overrides(int values) => new JsonObject
        {
            ["overrides"] = new JsonArray(new JsonObject
            {
                ["meter"] = "llm.call",
                ["multiplier"] = 2,
                ["conditions"] = new JsonArray(new JsonObject { ["dimension"] = "model", ["in"] = new JsonArray([.. Enumerable.Range(0, values).Select(i => (JsonNode)$"model-{i:D5}")]) }),
            }),
        }.ToJsonString();

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", Overrides(60_000))).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["overrides"]);
        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", Overrides(2_000))).ShouldBe(200);

        (await Cost(account, Usage.Call(account, "1").But("data", new JsonObject { ["inputTokens"] = 1_000, ["outputTokens"] = 0, ["model"] = "model-01999" }))).ShouldBe(2);
    }

    private static string PriceOf(decimal credits) => $$"""{"rates":[{"meter":"llm.call","components":[{"credits":{{credits}}}]}]}""";

    private static JsonObject Event(string account, string id, string meter, string quantity, decimal amount) =>
        Usage.Call(account, id).But("type", meter).But("data", new JsonObject { [quantity] = amount });

    private Task<string> Open() => running.Api.OpenAccountPricedBy(Tiers, credits: 10_000);

    private Task<JsonNode> Configure(string account, string settings) => running.Api.Put($"accounts/{account}", settings);

    private async Task<decimal> Cost(string account, JsonObject usage) => (await running.Api.Debit(account, usage)).ShouldBe(201).Number("amount");

    private async Task<IEnumerable<decimal>> Amounts(string account) =>
        (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").Select(entry => entry.Number("amount"));
}
