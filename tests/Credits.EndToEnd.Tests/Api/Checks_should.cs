using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Checks_should(RunningStack running)
{
    [Fact]
    public async Task Allow_what_the_credits_cover_and_tell_what_it_costs()
    {
        var account = await running.Api.OpenAccount(1);

        var check = await Check(account, "meter=llm.call&inputTokens=1000&outputTokens=0");

        Verdict(check).ShouldBe("allowed sufficient");
        (check.Number("cost"), check.Number("available"), check.Text("creditType")).ShouldBe((1, 1, "credits"));
    }

    [Fact]
    public async Task Deny_what_they_do_not_cover()
    {
        var account = await running.Api.OpenAccount(1);

        var check = await Check(account, "meter=llm.call&inputTokens=1001&outputTokens=0");

        Verdict(check).ShouldBe("denied insufficient-credits");
        check.Number("cost").ShouldBe(1.001m);
    }

    [Theory]
    [InlineData("meter=llm.call")]
    [InlineData("meter=llm.call&inputTokens=many&outputTokens=0")]
    [InlineData("meter=llm.call&inputTokens=-1&outputTokens=0")]
    public async Task Ask_only_whether_anything_is_left_while_quantities_are_missing(string query)
    {
        var (rich, poor) = (await running.Api.OpenAccount(0.000001m), await running.Api.OpenAccount(0));

        var allowed = await Check(rich, query);

        Verdict(allowed).ShouldBe("allowed sufficient");
        allowed["cost"].ShouldBeNull();
        Verdict(await Check(poor, query)).ShouldBe("denied insufficient-credits");
    }

    [Fact]
    public async Task Deny_a_meter_without_a_rate_because_its_event_would_become_a_dead_letter()
    {
        var account = await running.Api.OpenAccount(10);

        var check = await Check(account, "meter=no.such.meter&n=7");

        Verdict(check).ShouldBe("denied no-price");
        check.Text("detail").ShouldContain("has no rate for meter 'no.such.meter'; add one");
        check["cost"].ShouldBeNull();
        (await running.Api.Debit(account, Usage.Call(account, "1").But("type", "no.such.meter"))).ShouldBeProblem(400, "event-refused");
    }

    [Fact]
    public async Task Allow_a_meter_without_a_rate_at_no_cost_where_the_card_says_that_it_is_free()
    {
        var account = await running.Api.OpenAccountPricedBy("""{"rates":[{"meter":"image","components":[{"credits":1}]}],"unknownMeters":"free"}""", credits: 0);

        var check = await Check(account, "meter=no.such.meter");

        Verdict(check).ShouldBe("allowed sufficient");
        check.Number("cost").ShouldBe(0);
    }

    [Fact]
    public async Task Deny_while_no_rate_card_is_in_force()
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Put($"accounts/{account}", $$"""{"rateCard":"no-card-{{Guid.NewGuid():N}}"}""");

        Verdict(await Check(account, "meter=image")).ShouldBe("denied no-price");
    }

    [Fact]
    public async Task Leave_out_what_holds_have_set_aside()
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Hold(account, """{"id":"h","amount":6}""");

        Verdict(await Check(account, "meter=llm.call&inputTokens=4000&outputTokens=0")).ShouldBe("allowed sufficient");
        Verdict(await Check(account, "meter=llm.call&inputTokens=4001&outputTokens=0")).ShouldBe("denied insufficient-credits");
    }

    [Fact]
    public async Task Count_grants_only_for_the_meters_they_pay_for()
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Post($"accounts/{account}/grants", """{"kind":"promo","amount":100,"meters":["image"]}""");

        Verdict(await Check(account, "meter=image")).ShouldBe("allowed sufficient");
        Verdict(await Check(account, "meter=llm.call")).ShouldBe("denied insufficient-credits");
    }

    [Fact]
    public async Task Warn_where_the_policy_is_to_warn()
    {
        var account = await running.Api.OpenAccount(0);
        await Limit(account, """{"policy":"warn"}""");

        Verdict(await Check(account, "meter=image")).ShouldBe("warn insufficient-credits");
    }

    [Fact]
    public async Task Let_the_overdraft_grow_to_its_limit_where_that_is_the_policy()
    {
        var account = await running.Api.OpenAccount(2);
        await Limit(account, """{"policy":"overdraft","overdraftLimit":8}""");

        Verdict(await Check(account, "meter=image")).ShouldBe("warn overdraft");
        await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image"));
        Verdict(await Check(account, "meter=image")).ShouldBe("warn overdraft", "3 are owed, and 5 more make 8");
        await running.Api.Debit(account, Usage.Call(account, "2", 1, 0));
        Verdict(await Check(account, "meter=image")).ShouldBe("denied overdraft-limit");
    }

    [Fact]
    public async Task Deny_everything_while_an_account_is_paused()
    {
        var account = await running.Api.OpenAccount(10);
        await Limit(account, """{"paused":true}""");

        Verdict(await Check(account, "meter=image")).ShouldBe("denied paused");
        (await running.Api.Hold(account, """{"amount":1}""")).ShouldBeProblem(403, "usage-denied");
        (await running.Api.Debit(account, Usage.Call(account, "happened"))).Status.ShouldBe(201, "usage has happened");

        await Limit(account, """{"paused":false}""");
        Verdict(await Check(account, "meter=image")).ShouldBe("allowed sufficient");
    }

    [Fact]
    public async Task Deny_only_the_member_who_is_paused()
    {
        var account = await running.Api.OpenAccount(10);
        await Limit(account, """{"pausedMembers":["ada"]}""");

        Verdict(await Check(account, "meter=image&member=ada")).ShouldBe("denied member-paused");
        Verdict(await Check(account, "meter=image&member=bob")).ShouldBe("allowed sufficient");
        Verdict(await Check(account, "meter=image&user=ada")).ShouldBe("denied member-paused");
        Verdict(await Check(account, "meter=image")).ShouldBe("allowed sufficient");
        (await running.Api.Hold(account, """{"amount":1,"member":"ada"}""")).ShouldBeProblem(403, "usage-denied");
        (await running.Api.Hold(account, """{"meter":"image","data":{"user":"ada"}}""")).ShouldBeProblem(403, "usage-denied");
    }

    [Fact]
    public async Task Change_nothing()
    {
        var account = await running.Api.OpenAccount(10);
        var before = await running.Api.Get($"accounts/{account}");

        await Check(account, "meter=image");

        (await running.Api.Get($"accounts/{account}")).ToJsonString().ShouldBe(before.ToJsonString());
    }

    [Theory]
    [InlineData("", "meter")]
    [InlineData("meter=", "meter")]
    [InlineData("meter=a&meter=b", "meter")]
    [InlineData("meter=a&member=", "member")]
    [InlineData("meter=a&n=1&n=2", "n")]
    public async Task Name_what_is_wrong_with_a_query(string query, string path)
    {
        var account = await running.Api.OpenAccount(0);
        (await running.Api.Send(HttpMethod.Get, $"accounts/{account}/check?{query}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);
    }

    private static string Verdict(JsonNode check) => $"{check.Text("decision")} {check.Text("reason")}";

    private Task<JsonNode> Check(string account, string query) => running.Api.Get($"accounts/{account}/check?{query}");

    private Task<JsonNode> Limit(string account, string limits) => running.Api.Put($"accounts/{account}", $$"""{"limits":{{limits}}}""");
}
