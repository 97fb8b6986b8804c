namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Conversions_should(RunningStack running)
{
    private const string Ten = """{"id":"c","from":"premium","amount":10,"to":"credits","worth":120,"reason":"asked for"}""";

    [Fact]
    public async Task Change_credits_of_one_type_into_another_once_by_their_id()
    {
        var account = await AccountWithPremium(15);

        var first = (await Convert(account, Ten)).ShouldBe(201);
        (first.Number("fromBalance"), first.Number("toBalance")).ShouldBe((5, 121));
        (await Convert(account, Ten)).ShouldBe(200).Number("toBalance").ShouldBe(121);
        (await Convert(account, Ten.Replace("120", "121", StringComparison.Ordinal))).ShouldBeProblem(409, "adjustment-exists");
        (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/adjustments", """{"id":"c","amount":120,"reason":"asked for"}""")).ShouldBeProblem(409, "adjustment-exists");

        (await running.Api.Balance(account)).Number("granted").ShouldBe(121);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_made_once_when_they_come_many_times_at_once()
    {
        var account = await AccountWithPremium(1_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Convert(account, Ten)));

        answers.Select(answer => answer.Status).Order().ShouldBe([.. Enumerable.Repeat(200, 11), 201]);
        (await running.Api.Balance(account)).Number("balance").ShouldBe(121);
    }

    [Fact]
    public async Task Not_change_more_than_there_is()
    {
        var account = await AccountWithPremium(9);

        (await Convert(account, Ten)).ShouldBeProblem(402, "insufficient-credits");

        (await running.Api.Balance(account)).Number("balance").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"from":"premium","amount":10,"to":"premium","worth":1,"reason":"x"}""", "to")]
    [InlineData("""{"from":"Premium!","amount":10,"to":"credits","worth":1,"reason":"x"}""", "from")]
    [InlineData("""{"from":"premium","amount":-10,"to":"credits","worth":1,"reason":"x"}""", "amount")]
    [InlineData("""{"from":"premium","amount":10,"to":"credits","worth":0,"reason":"x"}""", "worth")]
    [InlineData("""{"from":"premium","amount":10,"to":"credits","worth":1,"reason":" "}""", "reason")]
    [InlineData("""{"id":"allotment-9","from":"premium","amount":10,"to":"credits","worth":1,"reason":"x"}""", "id")]
    [InlineData("""{"id":"a b","from":"premium","amount":10,"to":"credits","worth":1,"reason":"x"}""", "id")]
    public async Task Name_what_is_wrong_with_them(string body, string path)
    {
        var account = await AccountWithPremium(10);

        var problem = await Convert(account, body);

        problem.ShouldBeProblem(400, "invalid-request");
        problem.FaultyPaths.ShouldBe([path]);
        (await running.Api.Balance(account)).Number("balance").ShouldBe(1);
    }

    private async Task<string> AccountWithPremium(int amount)
    {
        var account = await running.Api.OpenAccount(1);
        (await running.Api.Post($"accounts/{account}/grants", $$"""{"id":"p","kind":"purchase","amount":{{amount}},"creditType":"premium"}""")).Text("id").ShouldBe("p");
        return account;
    }

    private Task<ApiAnswer> Convert(string account, string body) => running.Api.Send(HttpMethod.Post, $"accounts/{account}/conversions", body);
}
