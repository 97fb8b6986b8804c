using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Api_keys_should(RunningStack running)
{
    [Theory]
    [InlineData("")]
    [InlineData("ck_000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("no key at all")]
    public async Task Be_needed(string key)
    {
        var refusal = (await running.Api.Send(HttpMethod.Get, "ingest", key: key)).ShouldBeProblem(401, "unauthorized");

        refusal.Headers["WWW-Authenticate"].ShouldBe("Bearer");
    }

    [Fact]
    public async Task Do_what_their_scopes_allow_and_nothing_else()
    {
        var key = (await Make("ingest:read"))["key"]!.GetValue<string>();

        (await running.Api.Send(HttpMethod.Get, "ingest", key: key)).ShouldBe(200);
        (await running.Api.Send(HttpMethod.Get, "dead-letters", key: key)).ShouldBeProblem(403, "missing-scope");
        (await running.Api.Send(HttpMethod.Put, "accounts/somebody", "{}", key)).ShouldBeProblem(403, "missing-scope");
    }

    [Fact]
    public async Task Be_taken_from_either_header()
    {
        var key = (await Make("ingest:read"))["key"]!.GetValue<string>();

        (await running.Api.Send(HttpMethod.Get, "ingest", key: "", headers: ("X-Api-Key", key))).ShouldBe(200);
    }

    [Fact]
    public async Task Stop_working_once_they_are_removed()
    {
        var made = await Make("ingest:read");
        var key = made["key"]!.GetValue<string>();
        (await running.Api.Send(HttpMethod.Get, "ingest", key: key)).ShouldBe(200);

        (await running.Api.Send(HttpMethod.Delete, $"api-keys/{made["id"]}")).Status.ShouldBe(204);

        (await running.Api.Send(HttpMethod.Get, "ingest", key: key)).ShouldBeProblem(401, "unauthorized");
        (await running.Api.Send(HttpMethod.Delete, $"api-keys/{made["id"]}")).ShouldBeProblem(404, "unknown-api-key");
    }

    [Fact]
    public async Task Show_their_secret_once()
    {
        var idempotency = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var made = (await Post(idempotency)).ShouldBe(201);
        var secret = made["key"]!.GetValue<string>().Split('_')[^1];

        var again = (await Post(idempotency)).ShouldBe(201);
        var list = await running.Api.Send(HttpMethod.Get, "api-keys");

        again["id"]!.GetValue<string>().ShouldBe(made["id"]!.GetValue<string>());
        again.ToJsonString().ShouldNotContain(secret);
        list.ShouldBe(200)["apiKeys"]!.AsArray().Count(key => key!["id"]!.GetValue<string>() == made["id"]!.GetValue<string>()).ShouldBe(1);
        list.Text.ShouldNotContain(secret);

        Task<ApiAnswer> Post((string, string) header) =>
            running.Api.Send(HttpMethod.Post, "api-keys", """{"name":"a test's","scopes":["ingest:read"]}""", headers: header);
    }

    [Fact]
    public async Task Name_every_scope_that_does_not_exist()
    {
        var refusal = await running.Api.Send(HttpMethod.Post, "api-keys", """{"name":"x","scopes":["ingest:read","everything","ingest:read"]}""");

        refusal.ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["scopes[1]", "scopes[2]"]);
    }

    private Task<JsonNode> Make(string scope) =>
        running.Api.Post("api-keys", new JsonObject { ["name"] = "a test's", ["scopes"] = new JsonArray(scope) }.ToJsonString());
}
