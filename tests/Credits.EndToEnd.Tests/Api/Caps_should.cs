using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Caps_should(RunningStack running)
{
    [Fact]
    public async Task Deny_what_would_pass_them_until_their_window_ends()
    {
        var account = await Open();
        await Cap(account, """{"window":"month","limit":12}""");
        await Image(account, "1");
        await running.Send(account, Usage.Call(account, "2").But("type", "image"));
        await running.Api.UntilDebits(account, 2);

        var check = await Check(account, "meter=image");

        Verdict(check).ShouldBe("denied cap-reached");
        var now = DateTimeOffset.UtcNow.ToOffset(AccountPlans.OffsetFarFromMidnight);
        check["resetsAt"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, now.Offset).AddMonths(1));
        var cap = check.List("caps").Single();
        (cap.Number("limit"), cap.Number("used"), cap.Number("remaining"), cap.Text("setBy")).ShouldBe((12, 10, 2, "operator"));
        Verdict(await Check(account, "meter=llm.call&inputTokens=2000&outputTokens=0")).ShouldBe("allowed sufficient");
        (await running.Api.Debit(account, Usage.Call(account, "happened").But("type", "image"))).Status.ShouldBe(201, "usage has happened");
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", 14)]
    [InlineData("Asia/Kolkata", 5.5)]
    [InlineData("Pacific/Pago_Pago", -11)]
    public async Task Begin_anew_at_the_midnight_of_the_accounts_time_zone(string zone, double hours)
    {
        var account = await running.Api.OpenAccount(100);
        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", $$"""{"timeZone":"{{zone}}"}""")).ShouldBe(200);
        await Cap(account, """{"window":"day","limit":5}""");
        (await running.Api.Debit(account, Usage.Call(account, "1").But("type", "image").But("time", DateTimeOffset.UtcNow.ToString("O")))).ShouldBe(201);

        var caps = await running.Api.Get($"accounts/{account}/caps");

        var local = caps["asOf"]!.GetValue<DateTimeOffset>().ToOffset(TimeSpan.FromHours(hours));
        var midnight = new DateTimeOffset(local.Date.AddDays(1), local.Offset);
        caps.List("caps").Single()["resetsAt"]!.GetValue<DateTimeOffset>().ShouldBe(midnight);
        var check = await Check(account, "meter=image");
        Verdict(check).ShouldBe("denied cap-reached");
        check["resetsAt"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThanOrEqualTo(midnight);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Count_a_meter_alone()
    {
        var account = await Open();
        await Cap(account, """{"window":"day","limit":5,"meter":"image"}""");

        await Image(account, "1");

        Verdict(await Check(account, "meter=image")).ShouldBe("denied cap-reached");
        Verdict(await Check(account, "meter=llm.call")).ShouldBe("allowed sufficient");
    }

    [Fact]
    public async Task Count_a_member_alone()
    {
        var account = await Open();
        await Cap(account, """{"window":"week","limit":5,"member":"ada"}""");

        await Image(account, "1", "ada");

        Verdict(await Check(account, "meter=image&member=ada")).ShouldBe("denied cap-reached");
        Verdict(await Check(account, "meter=image&member=bob")).ShouldBe("allowed sufficient");
        Verdict(await Check(account, "meter=image")).ShouldBe("allowed sufficient");
    }

    [Fact]
    public async Task Count_each_member_for_itself()
    {
        var account = await Open();
        await Cap(account, """{"window":"day","limit":9,"eachMember":true}""");

        await Image(account, "1", "ada");
        await running.Send(account, Usage.Call(account, "2").But("type", "image").But("data", new JsonObject { ["user"] = "bob" }));
        await running.Api.UntilDebits(account, 2);

        Verdict(await Check(account, "meter=image&member=ada")).ShouldBe("denied cap-reached");
        Verdict(await Check(account, "meter=image&member=bob")).ShouldBe("denied cap-reached");
        Verdict(await Check(account, "meter=image&user=bob")).ShouldBe("denied cap-reached");
        Verdict(await Check(account, "meter=image&member=eve")).ShouldBe("allowed sufficient");
        var cap = (await running.Api.Get($"accounts/{account}/caps")).List("caps").Single();
        cap["used"].ShouldBeNull("it depends on the member");
        cap["eachMember"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Count_what_holds_have_set_aside()
    {
        var account = await Open();
        await Cap(account, """{"window":"day","limit":10}""");

        await running.Api.Hold(account, """{"id":"h","amount":6}""");

        var cap = (await running.Api.Get($"accounts/{account}/caps")).List("caps").Single();
        (cap.Number("used"), cap.Number("held"), cap.Number("remaining")).ShouldBe((0, 6, 4));
        Verdict(await Check(account, "meter=image")).ShouldBe("denied cap-reached");
        (await running.Api.Hold(account, """{"amount":5}""")).ShouldBeProblem(403, "usage-denied");
        (await running.Api.Hold(account, """{"amount":4}""")).ShouldBe(201);
    }

    [Fact]
    public async Task Of_the_customer_stand_beside_those_of_the_operator_and_only_tighten()
    {
        var account = await Open();
        await Cap(account, """{"window":"day","limit":6}""");

        await running.Api.Put($"accounts/{account}/caps/own", """{"caps":[{"window":"day","limit":50}]}""");
        await Image(account, "1");
        Verdict(await Check(account, "meter=image")).ShouldBe("denied cap-reached");
        await Cap(account, """{"window":"day","limit":100}""");
        Verdict(await Check(account, "meter=image")).ShouldBe("allowed sufficient");
        await running.Api.Put($"accounts/{account}/caps/own", """{"caps":[{"window":"day","limit":5}]}""");
        Verdict(await Check(account, "meter=image")).ShouldBe("denied cap-reached");
        await running.Api.Put($"accounts/{account}/caps/own", """{"caps":[]}""");

        var left = (await running.Api.Get($"accounts/{account}/caps")).List("caps").Single();
        (left.Text("setBy"), left.Number("limit"), left.Number("used")).ShouldBe(("operator", 100, 5));
        Verdict(await Check(account, "meter=image")).ShouldBe("allowed sufficient");
    }

    [Theory]
    [InlineData("""{"caps":[{"window":"day","limit":-1}]}""", "caps[0].limit")]
    [InlineData("""{"caps":[{"window":"day","limit":1e30}]}""", "caps[0].limit")]
    [InlineData("""{"caps":[{"window":"year","limit":1}]}""", "caps[0].window")]
    [InlineData("""{"caps":[{"window":"day","limit":1,"meter":""}]}""", "caps[0].meter")]
    [InlineData("""{"caps":[{"window":"day","limit":1,"member":"ada","eachMember":true}]}""", "caps[0].eachMember")]
    [InlineData("""{"caps":[{"window":"day","limit":1},null]}""", "caps[1]")]
    public async Task Name_what_is_wrong_with_them(string body, string path)
    {
        var account = await running.Api.OpenAccount(0);

        foreach (var caps in (string[])["caps", "caps/own"])
            (await running.Api.Send(HttpMethod.Put, $"accounts/{account}/{caps}", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Get($"accounts/{account}/caps")).List("caps").ShouldBeEmpty();
    }

    [Fact]
    public async Task Be_no_more_than_30_with_the_others()
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Put($"accounts/{account}/caps", Many(20));

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}/caps/own", Many(11))).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["caps"]);
        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}/caps/own", Many(10))).ShouldBe(200).List("caps").Count.ShouldBe(30);

        static string Many(int count) =>
            new JsonObject { ["caps"] = new JsonArray([.. Enumerable.Range(1, count).Select(limit => new JsonObject { ["window"] = "day", ["limit"] = limit })]) }.ToJsonString();
    }

    private static string Verdict(JsonNode check) => $"{check.Text("decision")} {check.Text("reason")}";

    // Usage is of when the tests began: its day must not be over yet.
    private Task<string> Open() => running.Api.OpenAccount(100, settings: AccountPlans.FarFromMidnight);

    private Task<JsonNode> Check(string account, string query) => running.Api.Get($"accounts/{account}/check?{query}");

    private Task<JsonNode> Cap(string account, string cap) => running.Api.Put($"accounts/{account}/caps", $$"""{"caps":[{{cap}}]}""");

    private async Task Image(string account, string id, string? member = null)
    {
        var usage = Usage.Call(account, id).But("type", "image");
        (await running.Api.Debit(account, member is null ? usage : usage.But("member", member))).ShouldBe(201);
    }
}
