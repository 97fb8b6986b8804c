using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Keys_of_one_account_should(RunningStack running)
{
    private static readonly string[] Scopes =
    [
        "accounts:read", "accounts:write", "grants:write", "checks:read", "holds:write", "caps:write", "corrections:write", "journal:read", "rate-cards:read",
        "rate-cards:write", "plans:read", "plans:write", "packs:read", "packs:write", "promo-codes:read", "promo-codes:write", "promo-codes:redeem", "purchases:read", "purchases:write", "events:write", "dead-letters:read", "dead-letters:write", "alerts:read", "alerts:write", "ingest:read", "api-keys:write",
    ];

    // Every endpoint that is about one account.
    private static readonly (string Method, string Path, string? Body)[] OfAnAccount =
    [
        ("GET", "", null), ("PUT", "", """{"name":"mine"}"""), ("GET", "/balance", null), ("GET", "/balance?at=2026-01-01T00:00:00Z", null),
        ("GET", "/usage", null), ("GET", "/forecast", null), ("GET", "/journal", null), ("GET", "/verify", null), ("GET", "/check?meter=image", null), ("POST", "/estimate", """{"events":[{"meter":"image"}]}"""),
        ("POST", "/grants", """{"kind":"promo","amount":1}"""), ("POST", "/grants/first/void", """{"reason":"x"}"""),
        ("POST", "/holds", """{"amount":1}"""), ("GET", "/holds/h", null), ("DELETE", "/holds/h", null), ("POST", "/holds/h/capture", "{}"), ("POST", "/debits", "{}"),
        ("GET", "/caps", null), ("PUT", "/caps", """{"caps":[]}"""), ("PUT", "/caps/own", """{"caps":[]}"""),
        ("GET", "/plan", null), ("PUT", "/plan", """{"plan":null}"""), ("GET", "/schedule", null), ("PUT", "/schedule", """{"changes":[]}"""), ("GET", "/timeline", null),
        ("POST", "/redeem", """{"code":"NOTHING"}"""),
        ("POST", "/adjustments", """{"amount":1,"reason":"x"}"""), ("POST", "/conversions", """{"from":"credits","amount":1,"to":"premium","worth":1,"reason":"x"}"""), ("POST", "/events/e/reverse", """{"source":"/tests","reason":"x"}"""),
        ("GET", "/alert-endpoints", null), ("PUT", "/alert-endpoints/e", """{"url":"https://a.example/hook"}"""), ("GET", "/alert-endpoints/e", null),
        ("POST", "/alert-endpoints/e/rotate-secret", null), ("POST", "/alert-endpoints/e/test", null), ("GET", "/webhooks/deliveries", null), ("POST", "/webhooks/deliveries/d/replay", null), ("DELETE", "/alert-endpoints/e", null),
        ("GET", "/purchases", null), ("POST", "/purchases", """{"packId":"nothing","successUrl":"https://a.example","cancelUrl":"https://a.example"}"""),
        ("GET", "/payment-methods", null), ("POST", "/payment-methods", """{"successUrl":"https://a.example","cancelUrl":"https://a.example"}"""), ("DELETE", "/payment-methods/pm_1", null),
        ("GET", "/thresholds", null), ("PUT", "/thresholds", """{"thresholds":[]}"""), ("PUT", "/thresholds/own", """{"thresholds":[]}"""),
        ("GET", "/top-up", null), ("PUT", "/top-up", """{"level":1,"pack":"nothing","quantity":1,"maxPerMonth":1,"returnUrl":"https://a.example","consentBy":"ann"}"""), ("DELETE", "/top-up", null),
    ];

    // Every endpoint that needs a key and is about none.
    private static readonly (string Method, string Path, string? Body)[] OfNoAccount =
    [
        ("POST", "events", "[]"), ("GET", "ingest", null), ("GET", "dead-letters", null), ("GET", "dead-letters/x", null), ("POST", "dead-letters/x/replay", "{}"),
        ("GET", "rate-cards/default", null), ("PUT", "rate-cards/default", "{}"), ("POST", "rate-cards/default/publish", "{}"),
        ("GET", "plans", null), ("GET", "plans/pro", null), ("PUT", "plans/pro", "{}"),
        ("GET", "packs", null), ("GET", "packs/ten", null), ("PUT", "packs/ten", "{}"), ("GET", "promo-codes", null), ("GET", "promo-codes/TEN-OFF", null), ("PUT", "promo-codes/TEN-OFF", "{}"), ("GET", "payments/reconciliation", null), ("GET", "parked-payments", null), ("POST", "parked-payments/pi_1/settle", "{}"),
        ("GET", "alert-endpoints", null), ("PUT", "alert-endpoints/e", """{"url":"https://a.example/hook"}"""), ("GET", "alert-endpoints/e", null), ("DELETE", "alert-endpoints/e", null),
        ("POST", "alert-endpoints/e/rotate-secret", null), ("POST", "alert-endpoints/e/test", null), ("GET", "webhooks/deliveries", null), ("POST", "webhooks/deliveries/d/replay", null),
        ("POST", "api-keys", """{"name":"x","scopes":["api-keys:write"]}"""), ("GET", "api-keys", null), ("DELETE", "api-keys/x", null),
    ];

    [Fact]
    public async Task Do_nothing_for_another_account_or_for_none()
    {
        var (own, other) = (await running.Api.OpenAccount(10), await running.Api.OpenAccount(10));
        var key = await KeyOf(own, Scopes);
        var before = (await running.Api.Get($"accounts/{other}")).ToJsonString();

        foreach (var (method, path, body) in OfAnAccount)
        {
            (await Send(method, $"accounts/{other}{path}", body)).ShouldBeProblem(403, "other-account");
            (await Send(method, $"accounts/{other}{path}{(path.Contains('?') ? '&' : '?')}accountId={own}", body)).ShouldBeProblem(403, "other-account");
        }

        foreach (var (method, path, body) in OfNoAccount)
        {
            (await Send(method, path, body)).ShouldBeProblem(403, "other-account");
            (await Send(method, $"{path}?accountId={own}", body)).ShouldBeProblem(403, "other-account");
        }

        (await running.Api.Get($"accounts/{other}")).ToJsonString().ShouldBe(before);

        Task<ApiAnswer> Send(string method, string path, string? body) => running.Api.Send(new(method), path, body, key);
    }

    [Fact]
    public async Task Do_everything_for_their_own()
    {
        var account = await running.Api.OpenAccount(10);
        var key = await KeyOf(account, Scopes);

        foreach (var (method, path, body) in OfAnAccount)
            (await running.Api.Send(new(method), $"accounts/{account}{path}", body, key)).Status.ShouldNotBeOneOf(401, 403, 500, 503);
    }

    [Fact]
    public async Task Not_reach_another_account_by_naming_it_beside_their_own()
    {
        var (own, other) = (await running.Api.OpenAccount(1), await running.Api.OpenAccount(2));
        var key = await KeyOf(own, Scopes);

        var answer = await running.Api.Send(HttpMethod.Get, $"accounts/{own}?accountId={other}", key: key);
        var debit = await running.Api.Send(HttpMethod.Post, $"accounts/{own}/debits", Usage.Call(other, "1").ToJsonString(), key);

        answer.ShouldBeProblem(400, "invalid-request");
        debit.ShouldBeProblem(400, "invalid-request");
        (await running.Api.Balance(other)).Number("debits").ShouldBe(0);
    }

    [Fact]
    public async Task Need_the_scope_all_the_same()
    {
        var account = await running.Api.OpenAccount(10);
        var key = await KeyOf(account, "ingest:read");
        var before = (await running.Api.Get($"accounts/{account}")).ToJsonString();

        foreach (var (method, path, body) in OfAnAccount)
            (await running.Api.Send(new(method), $"accounts/{account}{path}", body, key)).ShouldBeProblem(403, "missing-scope");

        (await running.Api.Get($"accounts/{account}")).ToJsonString().ShouldBe(before);
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":["ingest:read"],"account":"not an id"}""", "account")]
    [InlineData("""{"name":"x","scopes":["ingest:read"],"account":7}""", "account")]
    [InlineData("""{"name":"x","scopes":["ingest:read",null,null]}""", "scopes[1]")]
    public async Task Be_made_for_what_can_be_an_account(string body, string path) =>
        (await running.Api.Send(HttpMethod.Post, "api-keys", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

    private async Task<string> KeyOf(string account, params string[] scopes)
    {
        var made = await running.Api.Post(
            "api-keys", new JsonObject { ["name"] = "a test's", ["account"] = account, ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) }.ToJsonString());
        made.Text("account").ShouldBe(account);
        return made.Text("key");
    }
}
