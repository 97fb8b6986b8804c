using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Simulations_should(RunningStack running)
{
    private const string Booked = """{"rates":[{"meter":"page","components":[{"credits":5}]}]}""";
    private const string Dearer = """{"rates":[{"meter":"page","components":[{"credits":7}]}]}""";

    [Fact]
    public async Task Put_what_was_booked_beside_what_the_draft_would_have_cost()
    {
        var (account, card) = await AccountWithUsage();
        (await Simulate(card, account)).ShouldBe((10, 10), "the draft is still what was published");

        await running.Api.Put($"rate-cards/{card}", Dearer);

        (await Simulate(card, account)).ShouldBe((10, 14));
        (await running.Api.Balance(account)).Number("burned").ShouldBe(10);
    }

    [Fact]
    public async Task Go_through_every_account_of_the_card_and_no_other()
    {
        var (account, card) = await AccountWithUsage();
        await AccountWithUsage();

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var body = new JsonObject { ["days"] = 1, ["cursor"] = cursor };
            var page = (await running.Api.Send(HttpMethod.Post, $"rate-cards/{card}/simulate", body.ToJsonString())).ShouldBe(200);
            found.AddRange(page.List("accounts").Select(item => item.Text("accountId")));
            cursor = page["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        found.ShouldBe([account]);
    }

    [Theory]
    [InlineData("""{"days":0}""", 400, "invalid-request")]
    [InlineData("""{"days":91}""", 400, "invalid-request")]
    [InlineData("""{"days":1,"cursor":"nonsense"}""", 400, "invalid-request")]
    [InlineData("""{"days":1,"accountId":"nobody-here"}""", 404, "unknown-account")]
    public async Task Refuse_what_can_not_be_simulated(string body, int status, string problem)
    {
        var (_, card) = await AccountWithUsage();

        (await running.Api.Send(HttpMethod.Post, $"rate-cards/{card}/simulate", body)).ShouldBeProblem(status, problem);
    }

    private async Task<(string Account, string Card)> AccountWithUsage()
    {
        var account = await running.Api.OpenAccountPricedBy(Booked);
        foreach (var id in (string[])["1", "2"]) (await running.Api.Debit(account, Usage.Call(account, id).But("type", "page"))).ShouldBe(201);
        return (account, (await running.Api.Get($"accounts/{account}")).Text("rateCard"));
    }

    private async Task<(decimal Booked, decimal Simulated)> Simulate(string card, string account)
    {
        var answer = (await running.Api.Send(HttpMethod.Post, $"rate-cards/{card}/simulate", $$"""{"days":1,"accountId":"{{account}}"}""")).ShouldBe(200);
        var meter = answer.List("accounts").Single().List("meters").Single();
        return (meter.Number("booked"), meter.Number("simulated"));
    }
}
