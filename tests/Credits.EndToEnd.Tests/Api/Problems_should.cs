namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Problems_should(RunningStack running)
{
    [Theory]
    [InlineData("GET", "accounts/nobody-of-this-name", null, 404, "unknown-account")]
    [InlineData("GET", "accounts/nobody-of-this-name/balance", null, 404, "unknown-account")]
    [InlineData("GET", "accounts/nobody-of-this-name/journal", null, 404, "unknown-account")]
    [InlineData("GET", "accounts/nobody-of-this-name/verify", null, 404, "unknown-account")]
    [InlineData("POST", "accounts/nobody-of-this-name/grants", """{"kind":"promo","amount":1}""", 404, "unknown-account")]
    [InlineData("POST", "accounts/nobody-of-this-name/grants/g/void", """{"reason":"x"}""", 404, "unknown-account")]
    [InlineData("GET", "rate-cards/none-of-this-name", null, 404, "unknown-rate-card")]
    [InlineData("POST", "rate-cards/none-of-this-name/publish", "{}", 404, "unknown-rate-card")]
    [InlineData("POST", "dead-letters/nothing/replay", "{}", 404, "unknown-dead-letter")]
    [InlineData("DELETE", "api-keys/nothing", null, 404, "unknown-api-key")]
    [InlineData("PUT", "accounts/somebody", "{", 400, "invalid-request")]
    [InlineData("PUT", "accounts/somebody", "[]", 400, "invalid-request")]
    [InlineData("PUT", "accounts/somebody", """{"name":"a","name":"b"}""", 400, "invalid-request")]
    [InlineData("POST", "accounts/somebody/grants", "", 400, "invalid-request")]
    [InlineData("PUT", "rate-cards/some-card", "null", 400, "invalid-request")]
    [InlineData("POST", "events", "{", 400, "invalid-request")]
    [InlineData("POST", "api-keys", "{}", 400, "invalid-request")]
    public async Task Say_what_they_are_what_happened_and_what_to_do(string method, string path, string? body, int status, string type) =>
        (await running.Api.Send(new(method), path, body)).ShouldBeProblem(status, type);

    [Fact]
    public async Task Be_found_again_in_the_log_by_the_callers_own_trace()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";

        var refusal = await running.Api.Send(HttpMethod.Get, "accounts/nobody-of-this-name", headers: ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));

        refusal.ShouldBeProblem(404, "unknown-account").Json["traceId"]!.GetValue<string>().ShouldBe(trace);
    }

    [Fact]
    public async Task Refuse_a_body_that_is_not_JSON_by_its_type() =>
        (await running.Api.Send(HttpMethod.Put, "accounts/somebody", "name: Ada", headers: ("Content-Type", "application/yaml"))).ShouldBeProblem(415, "unsupported-media-type");

    [Fact]
    public async Task Refuse_a_body_that_is_too_large() =>
        (await running.Api.Send(HttpMethod.Put, "accounts/somebody", $$"""{"name":"{{new string('x', 1_100_000)}}"}""")).ShouldBeProblem(413, "too-large");

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task Refuse_an_idempotency_key_of_another_form(string key)
    {
        var account = await running.Api.OpenAccount(credits: 0);

        var refusal = await running.Api.Send(HttpMethod.Post, $"accounts/{account}/grants", """{"kind":"promo","amount":1}""", headers: ("Idempotency-Key", key));

        refusal.ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["Idempotency-Key"]);
    }
}
