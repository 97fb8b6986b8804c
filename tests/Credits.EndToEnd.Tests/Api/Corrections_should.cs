namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Corrections_should(RunningStack running)
{
    [Theory]
    [InlineData(5, -5)]
    [InlineData(-5, 5)]
    public async Task Be_refused_under_the_id_of_one_in_the_other_direction(int first, int second)
    {
        var account = await running.Api.OpenAccount(credits: 100);
        (await Adjust(account, "ticket-1", first)).ShouldBe(201);

        (await Adjust(account, "ticket-1", second)).ShouldBeProblem(409, "adjustment-exists");

        (await running.Api.Balance(account))["balance"]!.GetValue<decimal>().ShouldBe(100 + first);
        (await Adjust(account, "ticket-1", first)).ShouldBe(200);
    }

    [Fact]
    public async Task Be_refused_when_no_amount_could_hold_what_is_owed()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        (await Adjust(account, "first", -5_000_000_000)).ShouldBe(201);
        (await running.Api.Post($"accounts/{account}/debits", Event(account, "e"))).ShouldNotBeNull();

        (await Adjust(account, "second", -3_000_000_000)).ShouldBeProblem(409, "amount-out-of-range");
    }

    [Theory]
    [InlineData("req-1", "req-1")]
    [InlineData("2026/01/req-1", "2026%2F01%2Freq-1")]
    [InlineData("a b?#%", "a%20b%3F%23%25")]
    public async Task Reverse_an_event_of_any_id_that_a_path_can_hold(string id, string segment)
    {
        var account = await running.Api.OpenAccount(credits: 100);
        await running.Api.Post($"accounts/{account}/debits", Event(account, id));

        var reversed = (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/events/{segment}/reverse", """{"source":"/app","reason":"not wanted"}""")).ShouldBe(201);

        reversed["id"]!.GetValue<string>().ShouldBe(id);
        (await running.Api.Balance(account))["balance"]!.GetValue<decimal>().ShouldBe(100);
    }

    private Task<ApiAnswer> Adjust(string account, string id, decimal amount) =>
        running.Api.Send(HttpMethod.Post, $"accounts/{account}/adjustments", $$"""{"id":"{{id}}","amount":{{amount}},"reason":"as agreed"}""");

    private static string Event(string account, string id) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/app","type":"image","subject":"{{account}}","time":"{{DateTimeOffset.UtcNow:O}}"}""";
}
