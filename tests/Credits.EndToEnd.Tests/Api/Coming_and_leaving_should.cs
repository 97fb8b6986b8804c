using System.Globalization;
using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Coming_and_leaving_should(RunningStack running)
{
    [Fact]
    public async Task Give_and_take_by_the_days_that_are_left()
    {
        var account = await running.Api.OpenAccount(0, settings: AccountPlans.FarFromMidnight);
        var (small, large) = (await ByDays(100), await ByDays(900));

        var view = await running.Api.PutOnPlan(account, small);
        var share = Share(100, view);
        (await running.Api.Balance(account)).Number("granted").ShouldBe(share);
        (await running.Api.Debit(account, Call(account, "1"))).ShouldBe(201).Number("overdraft").ShouldBe(0);
        await running.Api.PutOnPlan(account, large);

        var balance = await running.Api.Balance(account);
        (balance.Number("voided"), balance.Number("available")).ShouldBe((share - 1, Share(900, view)), "what is burned is not given back");
        var journal = (await running.Api.Journal(account)).SkipWhile(entry => entry.Text("kind") != "debited").Skip(1).ToList();
        journal.Select(entry => entry.Text("kind")).ShouldBe(["configured", "voided", "unsubscribed", "subscribed", "granted"]);
        (journal[1].Text("grantId"), journal[1].Text("reason")).ShouldBe(("allotment-4", $"Left plan {small}"));
        journal[2]["subscription"]!["granted"]!.ToJsonString().ShouldBe($$"""[{"allotment":"monthly","through":"{{view.Text("periodEnd")}}","atMost":{{Plain(share - 1)}}}]""");
        await running.Api.ShouldVerify(account);

        Task<string> ByDays(int amount) => running.Api.MakePlan($$"""{"proration":"byDays","allotments":[{"id":"monthly","amount":{{amount}},"every":"P1M"}]}""");
    }

    [Theory]
    [InlineData("none", 500, 0)]
    [InlineData("byDays", 500, 499)]
    public async Task Grant_nothing_twice_to_who_goes_and_comes_back(string proration, decimal amount, decimal givenBack)
    {
        var account = await running.Api.OpenAccount(0, settings: AccountPlans.FarFromMidnight);
        var plan = await running.Api.MakePlan($$"""{"proration":"{{proration}}","allotments":[{"id":"daily","amount":{{amount}},"every":"P1D"}]}""");
        var through = (await running.Api.PutOnPlan(account, plan)).List("granted").Single().Text("through");
        (await running.Api.Debit(account, Call(account, "1"))).ShouldBe(201).Number("overdraft").ShouldBe(0);

        await running.Api.PutOnPlan(account, null);
        (await running.Api.Balance(account)).Number("voided").ShouldBe(givenBack);
        var back = await running.Api.PutOnPlan(account, plan);

        var balance = await running.Api.Balance(account);
        (balance.Number("available"), balance.Number("granted") - balance.Number("voided")).ShouldBe((amount - 1, amount));
        back.List("granted").Single().Text("through").ShouldBe(through);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Not_grant_again_what_was_voided()
    {
        var (account, plan) = (await running.Api.OpenAccount(0, settings: AccountPlans.FarFromMidnight), await running.Api.MakePlan(AccountPlans.Monthly));
        await running.Api.PutOnPlan(account, plan);

        (await running.Api.Post($"accounts/{account}/grants/allotment-4/void", """{"reason":"a test"}""")).Number("voided").ShouldBe(500);
        await running.Api.PutOnPlan(account, null);
        await running.Api.PutOnPlan(account, plan);

        (await running.Api.Balance(account)).Number("granted").ShouldBe(500);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Change_while_events_are_booked_and_neither_lose_one_nor_grant_twice()
    {
        const int events = 200;
        var account = await running.Api.OpenAccount(1_000, settings: AccountPlans.FarFromMidnight);
        var (whole, byDays) = (await running.Api.MakePlan(AccountPlans.Monthly), await running.Api.MakePlan(AccountPlans.Monthly.Replace("{\"a", "{\"proration\":\"byDays\",\"a", StringComparison.Ordinal)));

        await Task.WhenAll(
            Change(whole, byDays),
            Change(byDays, whole),
            Task.WhenAll(Enumerable.Range(0, 10).Select(debit => running.Api.Debit(account, Call(account, $"debit-{debit}")))),
            running.Send(account, Enumerable.Range(0, events).Select(i => Call(account, $"event-{i}"))));
        await running.Api.UntilDebits(account, events + 10);

        var view = await running.Api.PutOnPlan(account, byDays);
        var balance = await running.Api.Balance(account);
        (balance.Number("debits"), balance.Number("burned"), balance.Number("overdraft")).ShouldBe((events + 10, events + 10, 0));
        (balance.Number("granted") - balance.Number("voided")).ShouldBe(1_500 + Share(500, view), "each plan granted its period once");
        await running.Api.ShouldVerify(account);

        async Task Change(params string[] plans)
        {
            for (var round = 0; round < 3; round++)
                foreach (var plan in plans) (await running.Api.AskForPlan(account, plan)).ShouldBe(200);
        }
    }

    // It costs 1 credit. What is used before a plan grants is not paid by what it grants.
    private static JsonObject Call(string account, string id) => Usage.Call(account, id, inputTokens: 1_000, outputTokens: 0).But("time", Text(DateTimeOffset.UtcNow));

    // Of a month by the calendar that a plan was joined in the midst of, rounded down to a millionth.
    private static decimal Share(decimal amount, JsonNode view)
    {
        var (start, since, end) = (Day(view, "periodStart"), Day(view, "since"), Day(view, "periodEnd"));
        return Math.Floor(amount * 1_000_000 * (end - since) / (end - start)) / 1_000_000;
    }

    private static int Day(JsonNode view, string name) =>
        DateOnly.FromDateTime(DateTimeOffset.Parse(view.Text(name), CultureInfo.InvariantCulture).ToOffset(AccountPlans.OffsetFarFromMidnight).Date).DayNumber;

    private static string Plain(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
