using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Grants_should(RunningStack running)
{
    [Fact]
    public async Task Be_given_once_by_their_id()
    {
        var account = await running.Api.OpenAccount(credits: 0);

        (await Grant(account, """{"id":"g","kind":"purchase","amount":10.5,"reference":"invoice 7"}""")).ShouldBe(201);
        var again = (await Grant(account, """{"id":"g","kind":"purchase","amount":10.5,"reference":"invoice 7"}""")).ShouldBe(200);

        again["remaining"]!.GetValue<decimal>().ShouldBe(10.5m);
        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(10.5m);
    }

    [Fact]
    public async Task Be_refused_under_an_id_that_was_given_other_content()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        await Grant(account, """{"id":"g","kind":"purchase","amount":10}""");

        (await Grant(account, """{"id":"g","kind":"purchase","amount":11}""")).ShouldBeProblem(409, "grant-exists");

        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(10);
    }

    [Fact]
    public async Task Be_given_once_by_their_idempotency_key_and_answered_alike()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");

        var first = await Grant(account, """{"kind":"purchase","amount":10}""", key);
        var second = await Grant(account, """{"kind":"purchase","amount":10}""", key);

        first.ShouldBe(201);
        (second.Status, second.Text).ShouldBe((201, first.Text));
        first.Headers.ShouldNotContainKey("Idempotency-Replayed");
        second.Headers["Idempotency-Replayed"].ShouldBe("true");
        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(10);
    }

    [Fact]
    public async Task Be_given_twice_without_an_id_and_a_key()
    {
        var account = await running.Api.OpenAccount(credits: 0);

        await Grant(account, """{"kind":"purchase","amount":10}""");
        await Grant(account, """{"kind":"purchase","amount":10}""");

        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(20);
    }

    [Fact]
    public async Task Be_refused_with_another_request_under_the_same_idempotency_key()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        await Grant(account, """{"kind":"purchase","amount":10}""", key);

        (await Grant(account, """{"kind":"purchase","amount":99}""", key)).ShouldBeProblem(422, "idempotency-key-reused");

        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(10);
    }

    [Fact]
    public async Task Be_given_under_an_idempotency_key_whose_first_request_was_refused()
    {
        var account = $"account-{Guid.NewGuid():N}";
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        (await Grant(account, """{"kind":"purchase","amount":10}""", key)).ShouldBeProblem(404, "unknown-account");

        await running.Api.OpenAccount(credits: 0, id: account);

        (await Grant(account, """{"kind":"purchase","amount":10}""", key)).ShouldBe(201);
    }

    [Fact]
    public async Task Be_voided_once_however_often_it_is_asked()
    {
        var account = await running.Api.OpenAccount(credits: 10);

        var first = await Void(account, "first");
        var second = await Void(account, "first");

        first.ShouldBe(200)["voided"]!.GetValue<decimal>().ShouldBe(10);
        (second.Status, second.Text).ShouldBe((200, first.Text));
        var balance = await running.Api.Balance(account);
        balance["voided"]!.GetValue<decimal>().ShouldBe(10);
        balance["balance"]!.GetValue<decimal>().ShouldBe(0);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Lose_only_what_is_left_when_voided()
    {
        var account = await running.Api.OpenAccount(credits: 10);
        await running.Send(account, Usage.Call(account, "1", inputTokens: 4_000, outputTokens: 0));
        await running.Api.UntilDebits(account, 1);

        var voided = (await Void(account, "first")).ShouldBe(200);

        voided["burned"]!.GetValue<decimal>().ShouldBe(4);
        voided["voided"]!.GetValue<decimal>().ShouldBe(6);
    }

    [Fact]
    public async Task Not_be_voided_when_nothing_is_left_but_still_be_known()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        await Grant(account, """{"id":"g","kind":"purchase","amount":1,"effectiveAt":"2026-01-01T00:00:00Z"}""");
        await running.Send(account, Usage.Call(account, "1", inputTokens: 1_000, outputTokens: 0));
        await running.Api.UntilDebits(account, 1);

        (await Void(account, "g")).ShouldBeProblem(409, "grant-closed");

        var again = (await Grant(account, """{"id":"g","kind":"purchase","amount":1,"effectiveAt":"2026-01-01T00:00:00Z"}""")).ShouldBe(200);
        again["remaining"]!.GetValue<decimal>().ShouldBe(0);
        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(1);
    }

    [Fact]
    public async Task Repay_overdraft_first()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        await running.Send(account, Usage.Call(account, "1", inputTokens: 3_000, outputTokens: 0));
        (await running.Api.UntilDebits(account, 1))["overdraft"]!.GetValue<decimal>().ShouldBe(3);

        var grant = (await Grant(account, """{"kind":"purchase","amount":10}""")).ShouldBe(201);

        grant["remaining"]!.GetValue<decimal>().ShouldBe(7);
        (await running.Api.Balance(account))["overdraft"]!.GetValue<decimal>().ShouldBe(0);
    }

    [Fact]
    public async Task Not_be_voided_when_they_were_never_given() =>
        (await Void(await running.Api.OpenAccount(credits: 0), "never")).ShouldBeProblem(404, "unknown-grant");

    [Theory]
    [InlineData("""{"kind":"purchase","amount":0}""", "amount")]
    [InlineData("""{"kind":"purchase","amount":-1}""", "amount")]
    [InlineData("""{"kind":"purchase","amount":0.0000001}""", "amount")]
    [InlineData("""{"kind":"purchase","amount":"1"}""", "amount")]
    [InlineData("""{"kind":"gift","amount":1}""", "kind")]
    [InlineData("""{"kind":"purchase","amount":1,"expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"kind":"purchase","amount":1,"expiresAt":"tomorrow"}""", "expiresAt")]
    [InlineData("""{"kind":"purchase","amount":1,"meters":["image","image"]}""", "meters[1]")]
    [InlineData("""{"kind":"purchase","amount":1,"id":"../x"}""", "id")]
    [InlineData("""{"kind":"purchase","amount":1,"id":"allotment-2"}""", "id")]
    [InlineData("""{"kind":"purchase","amount":1,"id":"rollover-of-mine"}""", "id")]
    public async Task Name_what_is_wrong_with_a_request(string body, string path)
    {
        var account = await running.Api.OpenAccount(credits: 0);

        (await Grant(account, body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Balance(account))["granted"]!.GetValue<decimal>().ShouldBe(0);
    }

    private Task<ApiAnswer> Grant(string account, string body, params (string Name, string Value)[] headers) =>
        running.Api.Send(HttpMethod.Post, $"accounts/{account}/grants", body, headers: headers);

    private Task<ApiAnswer> Void(string account, string grant) =>
        running.Api.Send(HttpMethod.Post, $"accounts/{account}/grants/{grant}/void", new JsonObject { ["reason"] = "a test" }.ToJsonString());
}
