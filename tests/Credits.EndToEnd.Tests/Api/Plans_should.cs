using System.Text.Json.Nodes;
using Azure.Data.Tables;

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
    public async Task Be_found_with_their_terms_as_they_were_put()
    {
        var next = await running.Api.MakePlan("{}");
        (await Put($$$"""
            {"period":{"every":"P1Y","anchor":"subscription"},"proration":"byDays","trial":{"days":30,"then":"{{{next}}}"},"allotments":[
              {"id":"monthly","amount":500,"every":"P1M","rollover":{"percent":50,"minimum":0.5,"maximum":250,"periods":1}},
              {"id":"once","amount":0.000001,"creditType":"premium","every":"P2W","anchor":"subscription","lifetime":"never","priority":-1},
              {"id":"yearly","amount":8000000000,"every":"P1Y","lifetime":"P90D"}]}
            """)).ShouldBe(200);

        var plan = await running.Api.Get($"plans/{_plan}");
        (plan["period"]!.ToJsonString(), plan.Text("proration"), plan["trial"]!.ToJsonString()).ShouldBe(("""{"every":"P1Y","anchor":"subscription"}""", "byDays", $$"""{"days":30,"then":"{{next}}"}"""));
        plan.List("allotments").Select(allotment => allotment.ToJsonString()).ShouldBe(
        [
            """{"id":"monthly","amount":500,"creditType":"credits","every":"P1M","anchor":"calendar","priority":100,"rollover":{"percent":50,"minimum":0.5,"maximum":250,"periods":1}}""",
            """{"id":"once","amount":0.000001,"creditType":"premium","every":"P14D","anchor":"subscription","lifetime":"never","priority":-1}""",
            """{"id":"yearly","amount":8000000000,"creditType":"credits","every":"P1Y","anchor":"calendar","lifetime":"P90D","priority":100}""",
        ]);
        (await running.Api.Send(HttpMethod.Put, $"plans/{_plan}", new JsonObject(plan.AsObject().Where(property => property.Key != "id").Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))).ToJsonString())).ShouldBe(200)
            .ToJsonString().ShouldBe(plan.ToJsonString(), "what is read can be written");
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
    public async Task Be_put_whole_where_what_is_stored_cannot_be_read()
    {
        await new TableClient(running.Stack.Endpoints.Storage, "plans").AddEntityAsync(new TableEntity("plan", _plan) { ["json0"] = """{"name":7}""" });
        (await running.Api.Send(HttpMethod.Get, $"plans/{_plan}")).Status.ShouldBe(500);

        (await Put("""{"name":"mended"}""")).ShouldBe(200);

        (await running.Api.Get($"plans/{_plan}")).Text("name").ShouldBe("mended");
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
    public async Task Keep_one_version_of_their_rate_card_for_accounts_that_name_none()
    {
        var card = await running.Api.PublishCard("""{"rates":[{"meter":"image","components":[{"credits":1}]}]}""");
        await running.Api.Put($"rate-cards/{card}", """{"rates":[{"meter":"image","components":[{"credits":2}]}]}""");
        await running.Api.Post($"rate-cards/{card}/publish", """{"effectiveFrom":"2100-01-01T00:00:00Z"}""");
        (await Put($$"""{"rateCard":"{{card}}","rateCardVersion":2}""")).ShouldBe(200).Number("rateCardVersion").ShouldBe(2);
        var account = await Open(credits: 100);

        (await Cost(account, "1", "image")).ShouldBe(2, "the version that the plan keeps");
        (await running.Api.Journal(account))[^1].Number("rateCardVersion").ShouldBe(2);
        await Configure(account, """{"pin":{"version":1}}""");
        (await Cost(account, "2", "image")).ShouldBe(1, "the account's own pin");
        await Configure(account, $$"""{"pin":null,"rateCard":"{{card}}"}""");
        (await Cost(account, "3", "image")).ShouldBe(1, "the card that it names itself, in force");
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
    [InlineData("""{"rateCardVersion":1}""", "rateCardVersion")]
    [InlineData("""{"rateCard":"pro","rateCardVersion":0}""", "rateCardVersion")]
    [InlineData("""{"rateCard":"pro","rateCardVersion":1e30}""", "rateCardVersion")]
    [InlineData("""{"rateCard":"pro","rateCardVersion":"1"}""", "rateCardVersion")]
    [InlineData("""{"period":"P1M","allotments":{},"proration":"byWeeks","trial":7}""", "period allotments proration trial")]
    [InlineData("""{"period":{"every":"P5M"}}""", "period.every")]
    [InlineData("""{"period":{"every":"P1M1D","anchor":"birthday","since":1}}""", "period.since period.every period.anchor")]
    [InlineData("""{"period":{"anchor":"calendar"}}""", "period.every")]
    [InlineData("""{"trial":{"days":0}}""", "trial.days")]
    [InlineData("""{"trial":{"days":367}}""", "trial.days")]
    [InlineData("""{"trial":{"days":1e30,"then":7}}""", "trial.days trial.then")]
    [InlineData("""{"trial":{}}""", "trial.days")]
    [InlineData("""{"trial":{"days":7,"then":""},"rateCard":7}""", "rateCard trial.then")]
    [InlineData("""{"trial":{"days":7,"then":"never-made"}}""", "trial.then")]
    [InlineData("""{"trial":{"days":7,"then":"no plan/id"}}""", "trial.then")]
    [InlineData("""{"allotments":[null,7,{}]}""", "allotments[0] allotments[1] allotments[2].id allotments[2].amount allotments[2].every")]
    [InlineData("""{"allotments":[{"id":"a","amount":0,"every":"P1M"},{"id":"b","amount":-1,"every":"P1M"}]}""", "allotments[0].amount allotments[1].amount")]
    [InlineData("""{"allotments":[{"id":"a","amount":1e30,"every":"P1M"},{"id":"b","amount":null,"every":"P1M"},{"id":"c","amount":"1","every":"P1M"}]}""", "allotments[0].amount allotments[1].amount allotments[2].amount")]
    [InlineData("""{"allotments":[{"id":"","amount":1,"every":"P1M"},{"id":"a","amount":1,"every":"P1M"},{"id":"a","amount":1,"every":"P5M"}]}""", "allotments[0].id allotments[2].id allotments[2].every")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P0M"},{"id":"b","amount":1,"every":"P1M1D"},{"id":"c","amount":1,"every":30}]}""", "allotments[0].every allotments[1].every allotments[2].every")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","lifetime":"P1M","rollover":{}}]}""", "allotments[0].rollover")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","lifetime":"always","creditType":"Premium","priority":1.5,"meters":[]}]}""", "allotments[0].meters allotments[0].creditType allotments[0].lifetime allotments[0].priority")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","rollover":{"percent":0}},{"id":"b","amount":1,"every":"P1M","rollover":[]}]}""", "allotments[0].rollover.percent allotments[1].rollover")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","rollover":{"percent":101,"minimum":-1,"maximum":0,"periods":121}}]}""", "allotments[0].rollover.percent allotments[0].rollover.minimum allotments[0].rollover.maximum allotments[0].rollover.periods")]
    [InlineData("""{"allotments":[{"id":"a","amount":1,"every":"P1M","rollover":{"minimum":2,"maximum":1}}]}""", "allotments[0].rollover.minimum")]
    public async Task Name_everything_that_is_wrong_and_change_nothing(string body, string paths)
    {
        await Put("""{"name":"before"}""");

        (await Put(body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Get($"plans/{_plan}")).Text("name").ShouldBe("before");
    }

    [Fact]
    public async Task Allot_ten_things_at_most_and_be_followed_by_another_plan_than_themselves()
    {
        (await Put(With(10))).ShouldBe(200);
        (await Put(With(11))).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["allotments"]);
        (await Put($$$"""{"trial":{"days":7,"then":"{{{_plan}}}"}}""")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["trial.then"]);

        (await running.Api.Get($"plans/{_plan}")).List("allotments").Count.ShouldBe(10);

        static string With(int allotments) => $$"""{"allotments":[{{string.Join(',', Enumerable.Range(0, allotments).Select(i => $$"""{"id":"a{{i}}","amount":1,"every":"P1M"}"""))}}]}""";
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
