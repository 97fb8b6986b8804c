namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Bad_requests_should(RunningStack running)
{
    private static readonly (string Method, string Path)[] WithBody =
    [
        ("POST", "estimate"), ("POST", "holds"), ("POST", "holds/h/capture"), ("POST", "debits"), ("PUT", "caps"), ("PUT", "caps/own"),
        ("PUT", "plan"), ("PUT", "schedule"), ("POST", "adjustments"), ("POST", "conversions"), ("POST", "events/e/reverse"), ("POST", "purchases"), ("POST", "payment-methods"), ("PUT", "alert-endpoints/e"), ("POST", "redeem"),
        ("PUT", "thresholds"), ("PUT", "thresholds/own"), ("PUT", "top-up"),
    ];

    private static readonly (string Method, string Path, string? Body)[] Good =
    [
        ("GET", "check?meter=image", null), ("GET", "usage", null), ("GET", "forecast", null), ("GET", "caps", null), ("GET", "holds/h", null), ("DELETE", "holds/h", null), ("GET", "balance?at=2026-01-01T00:00:00Z", null),
        ("POST", "estimate", """{"events":[{"meter":"image"}]}"""), ("POST", "holds", """{"amount":1}"""), ("PUT", "caps", """{"caps":[]}"""), ("PUT", "caps/own", """{"caps":[]}"""),
        ("GET", "plan", null), ("PUT", "plan", """{"plan":null}"""), ("GET", "schedule", null), ("PUT", "schedule", """{"changes":[]}"""), ("GET", "timeline", null),
        ("POST", "adjustments", """{"amount":1,"reason":"x"}"""), ("POST", "conversions", """{"from":"credits","amount":1,"to":"premium","worth":1,"reason":"x"}"""), ("POST", "events/e/reverse", """{"source":"/tests","reason":"x"}"""),
        ("POST", "redeem", """{"code":"NOTHING"}"""),
        ("GET", "alert-endpoints", null), ("PUT", "alert-endpoints/e", """{"url":"https://a.example/hook"}"""), ("GET", "alert-endpoints/e", null), ("DELETE", "alert-endpoints/e", null),
        ("POST", "alert-endpoints/e/rotate-secret", null), ("POST", "alert-endpoints/e/test", null), ("GET", "webhooks/deliveries", null), ("POST", "webhooks/deliveries/d/replay", null),
        ("GET", "purchases", null), ("POST", "purchases", """{"packId":"nothing","successUrl":"https://a.example","cancelUrl":"https://a.example"}"""),
        ("GET", "payment-methods", null), ("POST", "payment-methods", """{"successUrl":"https://a.example","cancelUrl":"https://a.example"}"""), ("DELETE", "payment-methods/pm_1", null),
        ("GET", "thresholds", null), ("PUT", "thresholds", """{"thresholds":[]}"""), ("PUT", "thresholds/own", """{"thresholds":[]}"""),
        ("GET", "top-up", null), ("PUT", "top-up", """{"level":1,"pack":"nothing","quantity":1,"maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}"""), ("DELETE", "top-up", null),
    ];

    public static TheoryData<string> Bodies => new(
        "", "{", "null", "[]", "7", "\"text\"", "NaN", """{"amount":NaN}""", """{"amount":Infinity}""", """{"amount":1e30}""", """{"events":1e30}""", """{"caps":{"0":1}}""",
        """{"amount":[1]}""", """{"unheardOf":1}""", """{"reason":"\ud800"}""", """{"amount":1,"amount":2}""", "\0", "{\"amount\":1,\"reason\":\"x\"", new string('[', 500));

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Be_refused_wherever_they_are_sent_and_change_nothing(string body)
    {
        var account = await running.Api.OpenAccount(10);
        var before = (await running.Api.Get($"accounts/{account}")).ToJsonString();

        foreach (var (method, path) in WithBody)
        {
            var answer = await running.Api.Send(new(method), $"accounts/{account}/{path}", body);
            answer.ShouldBeProblem(400, answer.Json.Text("type").Split('/')[^1]);
            answer.Json.Text("type").ShouldBeOneOf("/problems/invalid-request", "/problems/event-refused");
        }

        (await running.Api.Get($"accounts/{account}")).ToJsonString().ShouldBe(before);
    }

    [Theory]
    [InlineData("GET", "accounts/any?embed=balance")]
    [InlineData("GET", "plans?limit=1")]
    [InlineData("GET", "ingest?partition=1")]
    [InlineData("PUT", "accounts/any?dryRun=true")]
    [InlineData("POST", "accounts/any/grants?dryRun=true")]
    public async Task Be_refused_with_a_parameter_that_nobody_reads(string method, string path)
    {
        var answer = await running.Api.Send(new(method), path, method == "GET" ? null : """{"amount":1}""");

        answer.ShouldBeProblem(400, "invalid-request");
        answer.Json["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("path").ShouldBe(path.Split('?', '=')[1]);
    }

    [Fact]
    public async Task Leave_a_monitor_alone_that_adds_what_it_likes() => (await running.Api.Send(HttpMethod.Get, "health?from=probe")).ShouldBe(200);

    [Fact]
    public async Task Be_refused_when_they_are_too_large()
    {
        var account = await running.Api.OpenAccount(10);
        var large = $$"""{"amount":1,"reason":"{{new string('x', 1_100_000)}}"}""";

        foreach (var (method, path) in WithBody)
            (await running.Api.Send(new(method), $"accounts/{account}/{path}", large)).ShouldBeProblem(413, "too-large");

        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(2);
    }

    [Fact]
    public async Task Not_open_an_account_that_nobody_knows()
    {
        var nobody = $"nobody-{Guid.NewGuid():N}";

        foreach (var (method, path, body) in Good)
            (await running.Api.Send(new(method), $"accounts/{nobody}/{path}", body)).ShouldBeProblem(404, "unknown-account");
        (await running.Api.Debit(nobody, Usage.Call(nobody, "1"))).ShouldBeProblem(404, "unknown-account");
        (await running.Api.Capture(nobody, "h", Usage.Call(nobody, "1"))).ShouldBeProblem(404, "unknown-account");

        (await running.Api.Send(HttpMethod.Get, $"accounts/{nobody}")).ShouldBeProblem(404, "unknown-account");
    }

    [Fact]
    public async Task Be_refused_for_what_can_be_no_account()
    {
        foreach (var (method, path, body) in Good)
            (await running.Api.Send(new(method), $"accounts/not%20an%20id/{path}", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["accountId"]);
    }

    [Theory]
    [InlineData("""{"limits":{"policy":"ignore"}}""", "limits.policy")]
    [InlineData("""{"limits":{"policy":1}}""", "limits.policy")]
    [InlineData("""{"limits":{"overdraftLimit":-1}}""", "limits.overdraftLimit")]
    [InlineData("""{"limits":{"overdraftLimit":1e30}}""", "limits.overdraftLimit")]
    [InlineData("""{"limits":{"paused":"yes"}}""", "limits.paused")]
    [InlineData("""{"limits":{"pausedMembers":[""]}}""", "limits.pausedMembers[0]")]
    [InlineData("""{"limits":{"pausedMembers":[null]}}""", "limits.pausedMembers[0]")]
    [InlineData("""{"limits":{"caps":[]}}""", "limits.caps")]
    public async Task Name_what_is_wrong_with_limits(string body, string path)
    {
        var account = await running.Api.OpenAccount(0);

        (await running.Api.Send(HttpMethod.Put, $"accounts/{account}", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(1);
    }
}
