using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Corrections_should(RunningStack running)
{
    [Fact]
    public async Task Give_credits_once_by_their_id()
    {
        var account = await running.Api.OpenAccount(10);

        (await Adjust(account, """{"id":"a","amount":2.5,"reason":"a gift"}""")).ShouldBe(201).Number("balance").ShouldBe(12.5m);
        (await Adjust(account, """{"id":"a","amount":2.5,"reason":"a gift"}""")).ShouldBe(200).Number("balance").ShouldBe(12.5m);
        (await Adjust(account, """{"id":"a","amount":3,"reason":"a gift"}""")).ShouldBeProblem(409, "adjustment-exists");
        (await Adjust(account, """{"id":"first","amount":10,"reason":"a grant's id"}""")).ShouldBeProblem(409, "adjustment-exists");

        (await running.Api.Balance(account)).Number("granted").ShouldBe(12.5m);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Take_credits_once_by_their_id_and_beyond_what_there_is_as_overdraft()
    {
        var account = await running.Api.OpenAccount(10);

        (await Adjust(account, """{"id":"a","amount":-4,"reason":"a mistake"}""")).ShouldBe(201).Number("balance").ShouldBe(6);
        (await Adjust(account, """{"id":"a","amount":-4,"reason":"a mistake"}""")).ShouldBe(200).Number("balance").ShouldBe(6);
        (await Adjust(account, """{"id":"a","amount":-4,"reason":"another"}""")).ShouldBeProblem(409, "adjustment-exists");
        (await Adjust(account, """{"id":"b","amount":-7,"reason":"a mistake"}""")).ShouldBe(201).Number("overdraft").ShouldBe(1);

        var balance = await running.Api.Balance(account);
        (balance.Number("voided"), balance.Number("balance"), balance.Number("overdraft")).ShouldBe((11, 0, 1));
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData(1, -1)]
    [InlineData(-1, 1)]
    public async Task Not_give_and_take_under_one_id(int first, int second)
    {
        var account = await running.Api.OpenAccount(10);
        await Adjust(account, $$"""{"id":"a","amount":{{first}},"reason":"x"}""");

        (await Adjust(account, $$"""{"id":"a","amount":{{second}},"reason":"x"}""")).ShouldBeProblem(409, "adjustment-exists");

        (await running.Api.Balance(account)).Number("balance").ShouldBe(10 + first);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task Be_made_once_when_they_come_many_times_at_once(int amount)
    {
        var account = await running.Api.OpenAccount(10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Adjust(account, $$"""{"id":"a","amount":{{amount}},"reason":"x"}""")));

        answers.Select(answer => answer.Status).Order().ShouldBe([.. Enumerable.Repeat(200, 11), 201]);
        (await running.Api.Balance(account)).Number("balance").ShouldBe(10 + amount);
    }

    [Fact]
    public async Task Leave_what_is_held()
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Hold(account, """{"id":"h","amount":8}""");

        (await Adjust(account, """{"amount":-5,"reason":"x"}""")).ShouldBe(201).Number("overdraft").ShouldBe(3);

        (await running.Api.Balance(account)).Number("held").ShouldBe(8);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Return_what_an_event_burned_once_and_keep_it_known()
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Debit(account, Usage.Call(account, "1", 4_000, 0));

        (await Reverse(account, "1")).ShouldBe(201).Number("balance").ShouldBe(10);
        (await Reverse(account, "1")).ShouldBeProblem(409, "already-reversed");
        (await Reverse(account, "never")).ShouldBeProblem(404, "unknown-event");
        (await Reverse(account, "1", source: "/other")).ShouldBeProblem(404, "unknown-event");
        (await running.Api.Debit(account, Usage.Call(account, "1", 4_000, 0))).ShouldBe(200)["duplicate"]!.GetValue<bool>().ShouldBeTrue();

        var balance = await running.Api.Balance(account);
        (balance.Number("burned"), balance.Number("balance"), balance.Number("granted")).ShouldBe((0, 10, 10));
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Forgive_what_an_event_still_owes()
    {
        var account = await running.Api.OpenAccount(1);
        await running.Api.Debit(account, Usage.Call(account, "1", 4_000, 0));

        var reversed = (await Reverse(account, "1")).ShouldBe(201);

        (reversed.Number("balance"), reversed.Number("overdraft")).ShouldBe((1, 0), "the grant was used up, so its credit comes as a refund");
        var grant = (await running.Api.Balance(account)).List("grants").Single();
        (grant.Text("kind"), grant.Number("amount")).ShouldBe(("refund", 1));
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Refund_what_was_owed_and_repaid_since()
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Debit(account, Usage.Call(account, "1", 4_000, 0));
        await running.Api.Post($"accounts/{account}/grants", """{"id":"g","kind":"purchase","amount":10}""");

        (await Reverse(account, "1")).ShouldBe(201).Number("balance").ShouldBe(10);

        var balance = await running.Api.Balance(account);
        (balance.Number("granted"), balance.Number("burned")).ShouldBe((14, 4), "the refund is a grant, and what repaid the overdraft stays burned");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Take_units_back_that_counted_for_tiers()
    {
        var account = await running.Api.OpenAccountPricedBy("""{"rates":[{"meter":"m","components":[{"quantity":"n","credits":1,"included":10}]}]}""");
        await running.Api.Debit(account, Event("1"));
        await Reverse(account, "1");

        (await running.Api.Debit(account, Event("2"))).ShouldBe(201).Number("amount").ShouldBe(0);
        (await running.Api.Debit(account, Event("3"))).ShouldBe(201).Number("amount").ShouldBe(10);
        await running.Api.ShouldVerify(account);

        JsonObject Event(string id) => Usage.Call(account, id).But("type", "m").But("data", new JsonObject { ["n"] = 10 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refund_beside_a_grant_that_has_taken_the_refunds_usual_id(bool open)
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Post($"accounts/{account}/grants", """{"id":"first","kind":"purchase","amount":1}""");
        await running.Api.Debit(account, Now(account, "1", 1_000));
        await running.Api.Post($"accounts/{account}/grants", """{"id":"refund-3","kind":"promo","amount":2}""");
        if (!open) await running.Api.Debit(account, Now(account, "2", 2_000));

        (await Reverse(account, "1")).ShouldBe(201).Number("balance").ShouldBe(open ? 3 : 1);
        await running.Send(account, Now(account, "3", 4_000));

        (await running.Api.UntilDebits(account, open ? 2 : 3)).Number("balance").ShouldBe(0, "using it up must not stand in the way of the account's events");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Leave_the_balance_of_the_past_as_it_was()
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Debit(account, Usage.Call(account, "1", 4_000, 0));
        await Reverse(account, "1");
        var times = (await running.Api.Journal(account)).Select(entry => DateTimeOffset.Parse(entry.Text("bookedAt"), null)).ToList();

        (await At(times[0].AddTicks(-1))).Number("sequence").ShouldBe(0);
        (await Balance(times[1].AddTicks(-1))).ShouldBe((0, 0));
        (await Balance(times[1])).ShouldBe((10, 0));
        (await Balance(times[2])).ShouldBe((6, 4));
        (await Balance(times[3])).ShouldBe((10, 0));
        foreach (var (at, path) in ((string, string)[])[("at=tomorrow", "at"), ("at=2100-01-01T00:00:00Z", "at"), ("when=now", "when")])
            (await running.Api.Send(HttpMethod.Get, $"accounts/{account}/balance?{at}")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        Task<JsonNode> At(DateTimeOffset time) => running.Api.Get($"accounts/{account}/balance?at={Uri.EscapeDataString(time.ToString("O"))}");

        async Task<(decimal, decimal)> Balance(DateTimeOffset time)
        {
            var balance = (await At(time)).List("balances").Single();
            return (balance.Number("balance"), balance.Number("burned"));
        }
    }

    [Fact]
    public async Task Never_make_an_account_owe_more_than_an_amount_can_hold()
    {
        var account = await running.Api.OpenAccount(0);
        (await Adjust(account, """{"amount":-8000000000,"reason":"x"}""")).ShouldBe(201).Number("overdraft").ShouldBe(8_000_000_000);

        (await Adjust(account, """{"amount":-0.000001,"reason":"x"}""")).ShouldBeProblem(409, "amount-out-of-range");
        (await running.Api.Debit(account, Usage.Call(account, "1"))).ShouldBeProblem(400, "event-refused").Json.Text("title").ShouldContain("amount-out-of-range");
        await running.Send(account, Usage.Call(account, "2"));
        var letter = (await running.Api.UntilDeadLetters(letter => letter["account"]?.GetValue<string>() == account, 1)).Single();

        letter["reason"]!.Text("code").ShouldBe("amount-out-of-range");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Never_take_what_would_make_an_account_owe_more_than_that()
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Debit(account, Usage.Call(account, "1", 1_000, 0));

        (await Adjust(account, """{"amount":-8000000000,"reason":"x"}""")).ShouldBeProblem(409, "amount-out-of-range");
        (await Adjust(account, """{"amount":-7999999999,"reason":"x"}""")).ShouldBe(201).Number("overdraft").ShouldBe(8_000_000_000);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("50%")]
    [InlineData("a%2Fb")]
    [InlineData("größe 1?x#y&z")]
    public async Task Find_an_event_whatever_its_id_is(string eventId)
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Debit(account, Usage.Call(account, eventId, 4_000, 0));

        (await Reverse(account, Uri.EscapeDataString(eventId))).ShouldBe(201).Number("balance").ShouldBe(10);
    }

    [Theory]
    [InlineData("""{"amount":0,"reason":"x"}""", "amount")]
    [InlineData("""{"amount":1e30,"reason":"x"}""", "amount")]
    [InlineData("""{"amount":-1e30,"reason":"x"}""", "amount")]
    [InlineData("""{"amount":"1","reason":"x"}""", "amount")]
    [InlineData("""{"amount":NaN,"reason":"x"}""", "amount")]
    [InlineData("""{"amount":1,"reason":" "}""", "reason")]
    [InlineData("""{"amount":1,"reason":null}""", "reason")]
    [InlineData("""{"amount":1,"reason":"x","id":"/"}""", "id")]
    [InlineData("""{"amount":1,"reason":"x","id":"allotment-57"}""", "id")]
    [InlineData("""{"amount":-1,"reason":"x","id":"rollover-57"}""", "id")]
    [InlineData("""{"amount":1,"reason":"x","creditType":"?"}""", "creditType")]
    public async Task Name_what_is_wrong_with_an_adjustment(string body, string path)
    {
        var account = await running.Api.OpenAccount(0);

        (await Adjust(account, body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Balance(account)).Number("granted").ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"source":"/tests","reason":""}""", "reason")]
    [InlineData("""{"source":"","reason":"x"}""", "source")]
    [InlineData("""{"source":7,"reason":"x"}""", "source")]
    [InlineData("""{"source":"\ud800","reason":"x"}""", "source")]
    public async Task Name_what_is_wrong_with_a_reversal(string body, string path)
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Debit(account, Usage.Call(account, "1", 4_000, 0));

        (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/events/1/reverse", body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Balance(account)).Number("burned").ShouldBe(4);
    }

    // Grants that are given now pay only for what is used from now on.
    [Fact]
    public async Task Be_refused_when_no_amount_could_hold_what_is_owed()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        (await Adjust(account, """{"id":"first","amount":-5000000000,"reason":"x"}""")).ShouldBe(201);
        (await running.Api.Post($"accounts/{account}/debits", Event(account, "e"))).ShouldNotBeNull();

        (await Adjust(account, """{"id":"second","amount":-3000000000,"reason":"x"}""")).ShouldBeProblem(409, "amount-out-of-range");
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

    private static JsonObject Now(string account, string id, long tokens) => Usage.Call(account, id, tokens, 0).But("time", DateTimeOffset.UtcNow.ToString("O"));

    private Task<ApiAnswer> Adjust(string account, string body) => running.Api.Send(HttpMethod.Post, $"accounts/{account}/adjustments", body);

    private Task<ApiAnswer> Reverse(string account, string eventId, string source = "/tests") =>
        running.Api.Send(HttpMethod.Post, $"accounts/{account}/events/{eventId}/reverse", new JsonObject { ["source"] = source, ["reason"] = "a test" }.ToJsonString());

    private static string Event(string account, string id) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/app","type":"image","subject":"{{account}}","time":"{{DateTimeOffset.UtcNow:O}}"}""";
}
