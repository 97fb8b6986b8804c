using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Estimates_should(RunningStack running)
{
    private const string Prices =
        """
        {"rates":[
          {"meter":"calls","components":[{"credits":0.125},{"quantity":"n","included":10,"tiers":[{"upTo":20,"credits":0.3},{"credits":0.07}]}],"minimum":0.2,"maximum":4},
          {"meter":"tokens","components":[{"quantity":"n","credits":1,"per":3}],"rounding":{"mode":"up","step":0.01}}]}
        """;

    [Fact]
    public async Task Be_what_the_same_events_then_cost()
    {
        var account = await running.Api.OpenAccountPricedBy(Prices, credits: 5);
        await running.Api.Put($"accounts/{account}", """{"overrides":[{"meter":"tokens","multiplier":1.333333}]}""");
        (string Meter, decimal Quantity)[] events = [("calls", 9), ("calls", 2.5m), ("tokens", 7), ("calls", 30), ("tokens", 10.000001m), ("calls", 1_000)];
        var body = new JsonObject { ["events"] = new JsonArray([.. events.Select(item => new JsonObject { ["meter"] = item.Meter, ["data"] = new JsonObject { ["n"] = item.Quantity } })]) };

        var estimate = (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/estimate", body.ToJsonString())).ShouldBe(200);
        var costs = new List<decimal>();
        foreach (var (item, i) in events.Select((item, i) => (item, i)))
        {
            var usage = Usage.Call(account, $"{i}").But("type", item.Meter).But("data", new JsonObject { ["n"] = item.Quantity });
            costs.Add((await running.Api.Debit(account, usage)).ShouldBe(201).Number("amount"));
        }

        estimate.List("events").Select(item => item.Number("amount")).ShouldBe(costs);
        var (balance, change) = (await running.Api.Balance(account), estimate.List("balances").Single());
        (change.Number("before"), change.Number("after")).ShouldBe((5, balance.Number("balance")));
        (change.Number("overdraftBefore"), change.Number("overdraftAfter")).ShouldBe((0, balance.Number("overdraft")));
        balance.Number("overdraft").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Tell_what_is_owed_after_grants_that_take_effect_meanwhile_have_repaid()
    {
        // On a busy machine a grant may be given when it already takes effect, and has then repaid at once.
        var (account, _) = await ApiClient.Until(OweAndGrant, given => given.Grant.Number("remaining") == 10, "a grant to be given before it takes effect");
        await ApiClient.Until(() => running.Api.Balance(account), balance => balance.Number("available") == 10, "the grant to take effect");

        var change = (await Estimate(account, """{"events":[{"meter":"image"}]}""")).ShouldBe(200).List("balances").Single();
        await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image"));

        var balance = await running.Api.Balance(account);
        (change.Number("after"), change.Number("overdraftAfter")).ShouldBe((balance.Number("balance"), balance.Number("overdraft")));

        async Task<(string Account, JsonNode Grant)> OweAndGrant()
        {
            var account = await running.Api.OpenAccount(0);
            await running.Api.Debit(account, Usage.Call(account, "owed", 3_000, 0));
            return (account, await running.Api.Post($"accounts/{account}/grants", $$"""{"kind":"purchase","amount":10,"effectiveAt":"{{DateTimeOffset.UtcNow.AddSeconds(1):O}}"}"""));
        }
    }

    [Fact]
    public async Task Show_each_step_of_a_price()
    {
        var account = await running.Api.OpenAccountPricedBy(Prices);

        var item = (await Estimate(account, """{"events":[{"meter":"calls","data":{"n":35}}]}""")).ShouldBe(200).List("events").Single();

        item.Number("amount").ShouldBe(4);
        item.Number("maximum").ShouldBe(4);
        item.Text("source").ShouldBe("rateCard");
        var counted = item.List("components")[1];
        counted.Number("amount").ShouldBe(6.35m);
        counted.List("slices").Select(slice => (slice.Number("tier"), slice.Number("quantity"), slice.Number("credits"))).ShouldBe([(0, 10, 0), (1, 20, 0.3m), (2, 5, 0.07m)]);
    }

    [Fact]
    public async Task Say_which_events_have_no_price_and_why()
    {
        var account = await running.Api.OpenAccount(10);

        var items = (await Estimate(account, """{"events":[{"meter":"image"},{"meter":"llm.call"},{"meter":"no.such.meter"}]}""")).ShouldBe(200).List("events");

        items.Select(item => item["refusal"]?["code"]?.GetValue<string>()).ShouldBe([null, "missing-quantity", "unknown-meter"]);
    }

    [Fact]
    public async Task Change_nothing()
    {
        var account = await running.Api.OpenAccountPricedBy(Prices);
        var before = (await running.Api.Get($"accounts/{account}")).ToJsonString();

        await Estimate(account, """{"events":[{"meter":"calls","data":{"n":10}}]}""");
        var again = (await Estimate(account, """{"events":[{"meter":"calls","data":{"n":10}}]}""")).ShouldBe(200).List("events").Single();

        again.Number("amount").ShouldBe(0.2m, "the included units are still there");
        (await running.Api.Get($"accounts/{account}")).ToJsonString().ShouldBe(before);
        (await running.Api.Balance(account)).Number("burned").ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"events":[]}""", "events")]
    [InlineData("""{"events":[null]}""", "events[0]")]
    [InlineData("""{"events":[{"meter":""}]}""", "events[0].meter")]
    [InlineData("""{"events":[{"meter":"image"},{"meter":"image","data":7}]}""", "events[1].data")]
    [InlineData("""{"events":[{"meter":"image","data":{"text":"\ud800"}}]}""", "events[0].data")]
    [InlineData("""{"events":[{"meter":"image","data":{"\ud800":1}}]}""", "events[0].data")]
    [InlineData("""{"events":[{"meter":"image","member":""}]}""", "events[0].member")]
    [InlineData("""{"events":[{"meter":"image","id":"x"}]}""", "events[0].id")]
    public async Task Name_what_is_wrong_with_a_request(string body, string path)
    {
        var account = await running.Api.OpenAccount(0);
        (await Estimate(account, body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);
    }

    private Task<ApiAnswer> Estimate(string account, string body) => running.Api.Send(HttpMethod.Post, $"accounts/{account}/estimate", body);
}
