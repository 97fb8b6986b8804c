using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Plans_should(RunningStack running)
{
    private readonly string _plan = $"plan-{Guid.NewGuid():N}";

    [Fact]
    public async Task Be_found_and_listed_as_they_were_put()
    {
        (await Put("""{"name":"Pro","rateCard":"pro","limits":{"policy":"warn"}}""")).ShouldBe(200);

        var plan = await running.Api.Get($"plans/{_plan}");
        (plan.Text("id"), plan.Text("name"), plan.Text("rateCard")).ShouldBe((_plan, "Pro", "pro"));
        plan["limits"]!.ToJsonString().ShouldBe("""{"policy":"warn","caps":[]}""");
        (await running.Api.Get("plans")).List("plans").Select(item => item.Text("id")).ShouldContain(_plan);
        (await running.Api.Send(HttpMethod.Get, $"plans/{_plan}-2")).ShouldBeProblem(404, "unknown-plan");
    }

    [Fact]
    public async Task Change_only_when_they_are_still_as_the_caller_saw_them()
    {
        var seen = (await Put("{}")).Headers["ETag"];
        (await Put("""{"name":"first"}""", ("If-Match", seen))).ShouldBe(200);

        (await Put("""{"name":"second"}""", ("If-Match", seen))).ShouldBeProblem(412, "precondition-failed");

        (await running.Api.Get($"plans/{_plan}")).Text("name").ShouldBe("first");
    }

    [Fact]
    public async Task Price_events_of_both_ways_estimates_and_simulations_between_card_and_account()
    {
        var card = await running.Api.PublishCard("""{"rates":[{"meter":"image","components":[{"credits":10}]},{"meter":"video","components":[{"credits":10}]}]}""");
        await Put($$"""{"rateCard":"{{card}}","overrides":[{"meter":"image","components":[{"credits":6}]},{"meter":"image","multiplier":0.5},{"meter":"video","multiplier":0.8}]}""");
        var account = await Open(credits: 1_000);

        (await Cost(account, "1", "image")).ShouldBe(3, "the plan's rate, times its factor");
        (await Cost(account, "2", "video")).ShouldBe(8, "the card's rate, times the plan's factor");
        await Configure(account, """{"overrides":[{"meter":"image","multiplier":0.1},{"meter":"video","components":[{"credits":1}]}]}""");
        (await Cost(account, "3", "image")).ShouldBe(0.3m);
        (await Cost(account, "4", "video")).ShouldBe(0.8m, "the account's rate, times the plan's factor");
        await running.Send(account, Usage.Call(account, "5").But("type", "image"));
        (await running.Api.UntilDebits(account, 5)).Number("burned").ShouldBe(12.4m);

        var estimated = (await running.Api.Post($"accounts/{account}/estimate", """{"events":[{"meter":"image"}]}""")).List("events")[0];
        (estimated.Text("source"), estimated.Number("planMultiplier"), estimated.Number("multiplier"), estimated.Number("amount")).ShouldBe(("plan", 0.5m, 0.1m, 0.3m));
        (await running.Api.Get($"accounts/{account}/check?meter=image")).Number("cost").ShouldBe(0.3m);
        var simulated = (await running.Api.Post($"rate-cards/{card}/simulate", $$"""{"days":1,"accountId":"{{account}}"}""")).List("accounts")[0].List("meters");
        simulated.Single(meter => meter.Text("meter") == "image").Number("simulated").ShouldBe(0.9m, "the plan's rate stays the plan's");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Take_effect_within_seconds_and_reprice_nothing()
    {
        await Put("""{"overrides":[{"meter":"image","components":[{"credits":2}]}]}""");
        var account = await Open(credits: 100);
        (await Cost(account, "1", "image")).ShouldBe(2);

        await Put("""{"overrides":[{"meter":"image","components":[{"credits":3}]}]}""");
        await ApiClient.Until(() => running.Api.Get($"accounts/{account}/check?meter=image"), check => check.Number("cost") == 3, "the plan's new price");

        (await Cost(account, "2", "image")).ShouldBe(3);
        (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").Select(entry => entry.Number("amount")).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Limit_accounts_that_say_nothing_else_and_hint_at_what_to_use_instead()
    {
        await Put("""
            {"limits":{"policy":"overdraft","overdraftLimit":10,"capturesBeyondHold":false,"caps":[{"window":"month","limit":8}]},
             "fallbacks":[{"meter":"image","hint":"use llm.call"}]}
            """);
        var account = await Open(credits: 1);

        var warned = await Check(account);
        (Verdict(warned), warned.Text("fallback")).ShouldBe(("warn overdraft", "use llm.call"));
        await running.Api.Hold(account, """{"id":"h","amount":1,"meter":"image"}""");
        (await running.Api.Capture(account, "h", Usage.Call(account, "1").But("type", "image"))).ShouldBeProblem(409, "capture-exceeds-hold");
        await running.Api.Release(account, "h");
        (await Cost(account, "2", "image")).ShouldBe(5);

        var capped = await Check(account);
        (Verdict(capped), capped.Text("fallback")).ShouldBe(("denied cap-reached", "use llm.call"));
        var cap = (await running.Api.Get($"accounts/{account}/caps")).List("caps").Single();
        (cap.Text("setBy"), cap.Number("used"), cap.Number("remaining")).ShouldBe(("plan", 5, 3));

        await running.Api.Send(HttpMethod.Put, $"accounts/{account}/caps", """{"caps":[{"window":"month","limit":100}]}""");
        Verdict(await Check(account)).ShouldBe("denied cap-reached", "both count");
        await Put("""{"fallbacks":[{"meter":"image","hint":"use llm.call"}]}""");
        await ApiClient.Until(() => Check(account), check => Verdict(check) == "denied insufficient-credits", "the plan without limits");
        await Configure(account, """{"limits":{"policy":"warn"}}""");
        Verdict(await Check(account)).ShouldBe("warn insufficient-credits");
        await Configure(account, """{"limits":{"policy":null}}""");
        Verdict(await Check(account)).ShouldBe("denied insufficient-credits", "nobody says otherwise again");
        (await running.Api.Get($"accounts/{account}/check?meter=llm.call"))["fallback"].ShouldBeNull();
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task Be_taken_away_from_an_account(string none)
    {
        await Put("""{"overrides":[{"meter":"image","multiplier":0}]}""");
        var account = await Open(credits: 100);
        (await running.Api.Get($"accounts/{account}")).Text("plan").ShouldBe(_plan);
        (await Cost(account, "1", "image")).ShouldBe(0);

        await Configure(account, """{"name":"still on it"}""");
        (await Cost(account, "2", "image")).ShouldBe(0);
        await Configure(account, $$"""{"plan":{{none}}}""");

        (await Cost(account, "3", "image")).ShouldBe(5);
        (await running.Api.Get($"accounts/{account}"))["plan"].ShouldBeNull();
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Give_way_to_the_rate_card_that_an_account_names()
    {
        await Put($$"""{"rateCard":"{{await running.Api.PublishCard("""{"rates":[{"meter":"image","components":[{"credits":1}]}]}""")}}"}""");
        var account = await Open(credits: 100);

        (await Cost(account, "1", "image")).ShouldBe(1);
        await Configure(account, """{"rateCard":"default"}""");
        (await Cost(account, "2", "image")).ShouldBe(5);
        await Configure(account, """{"rateCard":null}""");
        (await Cost(account, "3", "image")).ShouldBe(1);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_there_before_an_account_can_name_them()
    {
        var account = await running.Api.OpenAccount(0);

        foreach (var plan in new[] { "never-made", "no plan/id" })
            (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", $$"""{"plan":"{{plan}}","billingDay":0}""")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["plan", "billingDay"]);
        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", """{"plan":7}""")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["plan"]);

        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(1);
    }

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("7", "body")]
    [InlineData("""{"unheardOf":1}""", "unheardOf")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"rateCard":"no card/id"}""", "rateCard")]
    [InlineData("""{"overrides":{}}""", "overrides")]
    [InlineData("""{"overrides":[{"meter":"m","multiplier":-1}]}""", "overrides[0].multiplier")]
    [InlineData("""{"overrides":[{"meter":"m","multiplier":1e30}]}""", "overrides[0].multiplier")]
    [InlineData("""{"limits":[]}""", "limits")]
    [InlineData("""{"limits":{"policy":"ignore","overdraftLimit":"1","capturesBeyondHold":1,"paused":true}}""", "limits.paused limits.policy limits.overdraftLimit limits.capturesBeyondHold")]
    [InlineData("""{"limits":{"overdraftLimit":-1}}""", "limits.overdraftLimit")]
    [InlineData("""{"limits":{"overdraftLimit":1e30}}""", "limits.overdraftLimit")]
    [InlineData("""{"limits":{"caps":[{"limit":-1},null]}}""", "limits.caps[0].window limits.caps[1]")]
    [InlineData("""{"limits":{"caps":[{"window":"day","limit":-1}]}}""", "limits.caps[0].limit")]
    [InlineData("""{"limits":{"caps":[{"window":"year"}]}}""", "limits.caps[0].window limits.caps[0].limit")]
    [InlineData("""{"fallbacks":[{"meter":"m"},{"hint":"\ud800"}]}""", "fallbacks[0].hint fallbacks[1].meter fallbacks[1].hint")]
    [InlineData("""{"fallbacks":[{"meter":"m","hint":"a"},{"meter":"m","hint":"b"}]}""", "fallbacks[1]")]
    public async Task Name_everything_that_is_wrong_and_change_nothing(string body, string paths)
    {
        await Put("""{"name":"before"}""");

        (await Put(body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Get($"plans/{_plan}")).Text("name").ShouldBe("before");
    }

    [Fact]
    public async Task Ask_for_their_scopes()
    {
        await Put("{}");
        var reader = (await running.Api.Post("api-keys", """{"name":"x","scopes":["plans:read"]}""")).Text("key");
        var other = (await running.Api.Post("api-keys", """{"name":"x","scopes":["rate-cards:write"]}""")).Text("key");

        (await running.Api.Send(HttpMethod.Get, $"plans/{_plan}", key: reader)).ShouldBe(200);
        (await running.Api.Send(HttpMethod.Put, $"plans/{_plan}", "{}", reader)).ShouldBeProblem(403, "missing-scope");
        foreach (var path in new[] { "plans", $"plans/{_plan}" })
        {
            (await running.Api.Send(HttpMethod.Get, path, key: other)).ShouldBeProblem(403, "missing-scope");
            (await running.Api.Send(HttpMethod.Get, path, key: "")).ShouldBeProblem(401, "unauthorized");
        }
    }

    private static string Verdict(JsonNode check) => $"{check.Text("decision")} {check.Text("reason")}";

    private Task<ApiAnswer> Put(string body, params (string Name, string Value)[] headers) => running.Api.Send(HttpMethod.Put, $"plans/{_plan}", body, headers: headers);

    private Task<JsonNode> Configure(string account, string settings) => running.Api.Put($"accounts/{account}", settings);

    private Task<JsonNode> Check(string account) => running.Api.Get($"accounts/{account}/check?meter=image");

    private async Task<string> Open(decimal credits)
    {
        var account = await running.Api.OpenAccount(credits);
        await Configure(account, $$"""{"plan":"{{_plan}}"}""");
        return account;
    }

    private async Task<decimal> Cost(string account, string id, string meter) =>
        (await running.Api.Debit(account, Usage.Call(account, id).But("type", meter).But("time", DateTimeOffset.UtcNow.ToString("O")))).ShouldBe(201).Number("amount");
}
