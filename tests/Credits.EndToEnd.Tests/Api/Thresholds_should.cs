using System.Text.Json.Nodes;
using Credits.Functions.Tests.Deliveries;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>How little may be left before somebody is told: from the debit to the receiver.</summary>
[Collection(RunningStack.Collection)]
public sealed class Thresholds_should(RunningStack running) : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;
    private string _account = "";

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.Start();
        _account = await running.Api.OpenAccount(100);
        await running.Api.Put($"accounts/{_account}/alert-endpoints/told", $$"""{"url":"{{_receiver.Url}}","types":["balance.below","balance.exhausted","balance.recovered"]}""");
    }

    public async Task DisposeAsync()
    {
        await running.Api.Send(HttpMethod.Delete, $"accounts/{_account}/alert-endpoints/told");
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Be_told_when_they_are_reached_and_when_they_recover()
    {
        await Put("""{"thresholds":[{"left":20}]}""");

        await Burn(16);

        var below = await Told("balance.below");
        (below.Text("accountId"), below.Number("threshold"), below.Number("left")).ShouldBe((_account, 20, 20));
        (await Standing()).ShouldBe(["20 operator reached"]);

        (await running.Api.Send(HttpMethod.Post, $"accounts/{_account}/grants", """{"id":"more","amount":50,"kind":"promo"}""")).ShouldBe(201);

        (await Told("balance.recovered")).Number("left").ShouldBe(70);
        (await Standing()).ShouldBe(["20 operator"]);
        _receiver.Received.Select(webhook => webhook.Id).Distinct().Count().ShouldBe(2);
        await running.Api.ShouldVerify(_account);
    }

    [Fact]
    public async Task Be_the_operators_the_customers_own_and_the_plans_side_by_side()
    {
        var plan = $"plan-{Guid.NewGuid():N}";
        await running.Api.Put($"plans/{plan}", """{"thresholds":[{"percent":10}]}""");
        await running.Api.Put($"accounts/{_account}/plan", $$"""{"plan":"{{plan}}"}""");

        await Put("""{"thresholds":[{"left":20},{"left":0}]}""");
        await Put("""{"thresholds":[{"percent":50}]}""", "thresholds/own");
        await Put("""{"thresholds":[{"left":5}]}""");

        (await Standing()).ShouldBe(["50% customer", "5 operator", "10% plan"], ignoreOrder: true);
    }

    [Fact]
    public async Task Be_told_at_once_when_they_are_reached_already()
    {
        await Burn(20);
        await running.Api.UntilDebits(_account, 20);

        var answer = await Put("""{"thresholds":[{"left":0}]}""", "thresholds/own");

        answer.List("thresholds").ShouldHaveSingleItem()["reached"]!.GetValue<bool>().ShouldBeTrue();
        (await Told("balance.exhausted")).Number("left").ShouldBe(0);
    }

    [Fact]
    public async Task Keep_the_notice_before_a_grant_expires_when_nothing_is_said_of_it()
    {
        (await Put("""{"thresholds":[],"expiryNoticeDays":7}""")).Number("expiryNoticeDays").ShouldBe(7);
        (await Put("""{"thresholds":[{"left":1}]}""")).Number("expiryNoticeDays").ShouldBe(7);
        (await Put("""{"thresholds":[],"expiryNoticeDays":null}"""))["expiryNoticeDays"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{}""", "body")]
    [InlineData("""{"thresholds":[{}]}""", "thresholds[0]")]
    [InlineData("""{"thresholds":[{"left":1,"percent":1}]}""", "thresholds[0]")]
    [InlineData("""{"thresholds":[{"left":-1},{"percent":100},{"left":2},{"left":2}]}""", "thresholds[0].left thresholds[1].percent thresholds[3]")]
    [InlineData("""{"thresholds":[{"left":"many","of":"them"}],"expiryNoticeDays":367}""", "thresholds[0].left thresholds[0].of expiryNoticeDays")]
    public async Task Name_everything_that_is_wrong_and_change_nothing(string body, string paths)
    {
        var answer = await running.Api.Send(HttpMethod.Put, $"accounts/{_account}/thresholds/own", body);

        answer.ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(paths.Split(' '), ignoreOrder: true);
        (await Standing()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Be_of_an_account_that_exists()
    {
        (await running.Api.Send(HttpMethod.Get, "accounts/nobody/thresholds")).ShouldBeProblem(404, "unknown-account");
        (await running.Api.Send(HttpMethod.Put, "accounts/nobody/thresholds", """{"thresholds":[]}""")).ShouldBeProblem(404, "unknown-account");
    }

    private Task<JsonNode> Put(string body, string what = "thresholds") => running.Api.Put($"accounts/{_account}/{what}", body);

    // Five credits each.
    private Task Burn(int images) => running.Send(_account, [.. Enumerable.Range(0, images).Select(i => Usage.Call(_account, $"{Guid.NewGuid():N}").But("type", "image"))]);

    private async Task<IReadOnlyList<string>> Standing() =>
        [.. (await running.Api.Get($"accounts/{_account}/thresholds")).List("thresholds").Select(threshold =>
            $"{threshold["left"]}{threshold["percent"]}{(threshold["percent"] is null ? "" : "%")} {threshold.Text("setBy")}{(threshold["reached"]!.GetValue<bool>() ? " reached" : "")}")];

    private async Task<JsonNode> Told(string type) => (await ApiClient.Until(
        () => Task.FromResult(_receiver.Received.Select(webhook => webhook.Json).FirstOrDefault(told => told.Text("type") == type)), told => told is not null, $"an alert of {type}"))!["data"]!;
}
