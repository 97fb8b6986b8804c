using System.Text.Json.Nodes;
using Credits.Functions.Tests.Deliveries;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Alert_endpoints_should(RunningStack running) : IAsyncLifetime
{
    private const string Anywhere = """{"url":"https://hooks.example/credits"}""";

    private readonly string _id = $"hook-{Guid.NewGuid():N}";
    private WebhookReceiver _receiver = null!;
    private string _account = null!;

    private string Own => $"accounts/{_account}/alert-endpoints/{_id}";

    public async Task InitializeAsync() => (_receiver, _account) = (await WebhookReceiver.Start(), await running.Api.OpenAccount(0));

    public async Task DisposeAsync()
    {
        await running.Api.Send(HttpMethod.Delete, $"alert-endpoints/{_id}");
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Get_a_signed_test()
    {
        var secret = (await Put(Own)).ShouldBe(201).Text("secret");

        var test = (await running.Api.Send(HttpMethod.Post, $"{Own}/test")).ShouldBe(202);

        var delivery = await UntilOver(test.Text("id"));
        var webhook = _receiver.Received.ShouldHaveSingleItem();
        webhook.IsSignedBy(secret).ShouldBeTrue();
        (webhook.Id, webhook.Json.Text("type")).ShouldBe((test.Text("eventId"), "ping"));
        (delivery.Text("state"), delivery.Number("status"), delivery.Number("attempts")).ShouldBe(("delivered", 204, 1));
    }

    [Fact]
    public async Task Be_tried_again_until_it_is_given_up_and_take_what_is_replayed()
    {
        await Put(Own);
        _receiver.Answer = (503, "down for repairs");

        var failed = await UntilOver((await running.Api.Post($"{Own}/test", "")).Text("id"));
        (failed.Text("state"), failed.Text("reason"), failed.Number("attempts"), failed.Text("answer")).ShouldBe(("failed", "attempts-exhausted", 7, "down for repairs"));
        (await running.Api.Get(Own))["failingSince"].ShouldNotBeNull();

        _receiver.Answer = (200, "");
        await Replay(failed);
        var delivered = await UntilOver(failed.Text("id"));

        (delivered.Text("state"), delivered.Number("attempts")).ShouldBe(("delivered", 1));
        _receiver.Received.Select(webhook => webhook.Id).Distinct().ShouldHaveSingleItem();
        await ApiClient.Until(() => running.Api.Get(Own), endpoint => endpoint["failingSince"] is null, "the endpoint to fail no more");
    }

    [Fact]
    public async Task Send_a_repeated_test_once()
    {
        await Put(Own);

        var first = (await running.Api.Send(HttpMethod.Post, $"{Own}/test", headers: ("Idempotency-Key", "once"))).ShouldBe(202);
        var second = (await running.Api.Send(HttpMethod.Post, $"{Own}/test", headers: ("Idempotency-Key", "once"))).ShouldBe(202);

        second.Text("id").ShouldBe(first.Text("id"));
        (await running.Api.Get($"accounts/{_account}/webhooks/deliveries?endpoint={_id}")).List("deliveries").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Show_their_secret_when_it_is_made_and_never_again()
    {
        var made = (await Put(Own, Anywhere)).ShouldBe(201).Text("secret");
        made.ShouldStartWith("whsec_");

        (await Put(Own, Anywhere)).ShouldBe(200)["secret"].ShouldBeNull();
        (await running.Api.Get(Own))["secret"].ShouldBeNull();
        (await running.Api.Get($"accounts/{_account}/alert-endpoints")).List("alertEndpoints").ShouldHaveSingleItem()["secret"].ShouldBeNull();
        var rotated = (await running.Api.Send(HttpMethod.Post, $"{Own}/rotate-secret", headers: ("Idempotency-Key", "turn"))).ShouldBe(200);
        var repeated = (await running.Api.Send(HttpMethod.Post, $"{Own}/rotate-secret", headers: ("Idempotency-Key", "turn"))).ShouldBe(200);

        rotated.Text("secret").ShouldNotBe(made);
        rotated["previousSecretUntil"].ShouldNotBeNull();
        repeated["secret"].ShouldBeNull();
    }

    [Fact]
    public async Task Change_only_when_they_are_still_as_the_caller_saw_them()
    {
        var seen = (await Put(Own, Anywhere)).Headers["ETag"];
        (await Put(Own, """{"url":"https://first.example"}""", ("If-Match", seen))).ShouldBe(200);

        (await Put(Own, """{"url":"https://second.example"}""", ("If-Match", seen))).ShouldBeProblem(412, "precondition-failed");
        (await Put($"{Own}-2", Anywhere, ("If-Match", "*"))).ShouldBeProblem(412, "precondition-failed");

        (await running.Api.Get(Own)).Text("url").ShouldBe("https://first.example");
    }

    [Fact]
    public async Task Come_back_into_use_when_they_are_put_after_they_were_gone()
    {
        await Put(Own);
        _receiver.Answer = (410, "");
        var delivery = await UntilOver((await running.Api.Post($"{Own}/test", "")).Text("id"));
        (delivery.Text("state"), delivery.Text("reason")).ShouldBe(("failed", "endpoint-gone"));
        await ApiClient.Until(() => running.Api.Get(Own), endpoint => endpoint["disabledReason"]?.GetValue<string>() == "gone", "the endpoint to be disabled");
        await Replay(delivery);
        (await UntilOver(delivery.Text("id"))).Text("reason").ShouldBe("endpoint-disabled");

        _receiver.Answer = (200, "");
        (await Put(Own)).ShouldBe(200)["disabledReason"].ShouldBeNull();

        await Replay(delivery);
        (await UntilOver(delivery.Text("id"))).Text("state").ShouldBe("delivered");
    }

    [Fact]
    public async Task Be_the_deployments_too_which_may_listen_to_a_plan()
    {
        (await Put($"alert-endpoints/{_id}", $$"""{"url":"{{_receiver.Url}}","plan":"pro"}""")).ShouldBe(201).Text("plan").ShouldBe("pro");

        var test = await running.Api.Post($"alert-endpoints/{_id}/test", "");

        await ApiClient.Until(() => running.Api.Get($"webhooks/deliveries?endpoint={_id}&state=delivered"), page => page.List("deliveries").Any(item => item.Text("id") == test.Text("id")), "the test to come");
        (await running.Api.Get("alert-endpoints")).List("alertEndpoints").Select(endpoint => endpoint.Text("id")).ShouldContain(_id);
        (await running.Api.Send(HttpMethod.Post, $"webhooks/deliveries/{test.Text("id")}/replay")).ShouldBe(202);
        (await running.Api.Send(HttpMethod.Delete, $"alert-endpoints/{_id}")).Status.ShouldBe(204);
        (await running.Api.Send(HttpMethod.Get, $"alert-endpoints/{_id}")).ShouldBeProblem(404, "unknown-alert-endpoint");
    }

    [Fact]
    public async Task Mail_what_goes_to_a_mailbox()
    {
        (await Put(Own, """{"email":"billing@acme.example"}""")).ShouldBe(201)["secret"].ShouldBeNull();

        var delivery = await UntilOver((await running.Api.Post($"{Own}/test", "")).Text("id"));

        delivery.Text("state").ShouldBe("delivered");
        var mail = await File.ReadAllTextAsync(Path.Combine(running.MailFolder, $"{delivery.Text("id")}.eml"));
        mail.ShouldContain("To: billing@acme.example");
        (await running.Api.Send(HttpMethod.Post, $"{Own}/rotate-secret")).ShouldBeProblem(400, "invalid-request");
    }

    [Fact]
    public async Task Belong_to_their_account_alone()
    {
        await Put(Own, Anywhere);
        var other = await running.Api.OpenAccount(0);
        var key = (await running.Api.Post("api-keys", new JsonObject { ["name"] = "theirs", ["account"] = other, ["scopes"] = new JsonArray("alerts:read", "alerts:write") }.ToJsonString())).Text("key");

        (await running.Api.Send(HttpMethod.Put, Own, Anywhere, key)).ShouldBeProblem(403, "other-account");
        (await running.Api.Send(HttpMethod.Get, $"accounts/{other}/alert-endpoints/{_id}", key: key)).ShouldBeProblem(404, "unknown-alert-endpoint");
        (await running.Api.Send(HttpMethod.Get, "webhooks/deliveries", key: key)).ShouldBeProblem(403, "other-account");
        (await running.Api.Send(HttpMethod.Post, $"accounts/{other}/alert-endpoints/{_id}/test", key: key)).ShouldBeProblem(404, "unknown-alert-endpoint");
    }

    [Fact]
    public async Task Be_twenty_at_most()
    {
        for (var i = 0; i < 20; i++) (await Put($"{Own}-{i}", Anywhere)).ShouldBe(201);

        (await Put(Own, Anywhere)).ShouldBeProblem(409, "too-many-alert-endpoints");

        (await Put($"{Own}-0", Anywhere)).ShouldBe(200);
    }

    [Theory]
    [InlineData("{}", "url")]
    [InlineData("""{"url":"ftp://acme.example","types":["balance"],"plan":"pro"}""", "url types[0] plan")]
    [InlineData("""{"url":"https://ann:secret@acme.example"}""", "url")]
    [InlineData("""{"email":"Ann <ann@acme.example>"}""", "email")]
    [InlineData("""{"url":"https://acme.example","secret":"mine"}""", "secret")]
    public async Task Be_refused_with_every_fault(string body, string paths)
    {
        (await Put(Own, body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '));

        (await running.Api.Send(HttpMethod.Get, Own)).ShouldBeProblem(404, "unknown-alert-endpoint");
    }

    [Theory]
    [InlineData("state=gone", "state")]
    [InlineData("cursor=once-1", "cursor")]
    [InlineData("limit=0&since=yesterday", "limit since")]
    public async Task List_deliveries_by_what_there_is(string query, string paths) =>
        (await running.Api.Send(HttpMethod.Get, $"accounts/{_account}/webhooks/deliveries?{query}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.Order().ShouldBe(paths.Split(' '));

    [Fact]
    public async Task Have_deliveries_a_page_at_a_time()
    {
        for (var i = 0; i < 3; i++)
        {
            await Put($"{Own}-{i}");
            await running.Api.Post($"{Own}-{i}/test", "");
        }

        var first = await running.Api.Get($"accounts/{_account}/webhooks/deliveries?limit=2");
        var second = await running.Api.Get($"accounts/{_account}/webhooks/deliveries?limit=2&cursor={first.Text("cursor")}");

        first.List("deliveries").Concat(second.List("deliveries")).Select(item => item.Text("id")).Distinct().Count().ShouldBe(3);
        second["cursor"].ShouldBeNull();
        (await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/webhooks/deliveries/2517300000000000000-0/replay")).ShouldBeProblem(404, "unknown-delivery");
    }

    private Task<ApiAnswer> Put(string path, string? body = null, params (string, string)[] headers) =>
        running.Api.Send(HttpMethod.Put, path, body ?? $$"""{"url":"{{_receiver.Url}}"}""", headers: headers);

    private async Task Replay(JsonNode delivery) =>
        (await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/webhooks/deliveries/{delivery.Text("id")}/replay")).ShouldBe(202).Text("state").ShouldBe("pending");

    // What it says of its endpoint is written after it.
    private async Task<JsonNode> UntilOver(string delivery)
    {
        var page = await ApiClient.Until(
            () => running.Api.Get($"accounts/{_account}/webhooks/deliveries"), page => Find(page, delivery)?.Text("state") is "delivered" or "failed", $"delivery {delivery} to be over");
        return Find(page, delivery)!;
    }

    private static JsonNode? Find(JsonNode page, string delivery) => page.List("deliveries").SingleOrDefault(item => item.Text("id") == delivery);
}
