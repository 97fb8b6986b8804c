using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Holds_should(RunningStack running)
{
    [Fact]
    public async Task Set_credits_aside_once_by_their_id()
    {
        var account = await running.Api.OpenAccount(10);

        var placed = (await Hold(account, """{"id":"h","amount":4,"meter":"image","member":"ada"}""")).ShouldBe(201);
        var again = (await Hold(account, """{"id":"h","amount":4,"meter":"image","member":"ada"}""")).ShouldBe(200);

        again.ToJsonString().ShouldBe(placed.ToJsonString());
        (placed.Text("state"), placed.Number("amount")).ShouldBe(("open", 4));
        var balance = await running.Api.Balance(account);
        (balance.Number("held"), balance.Number("available"), balance.Number("balance")).ShouldBe((4, 6, 10));
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("""{"id":"h","amount":5}""")]
    [InlineData("""{"id":"h","amount":4,"meter":"image"}""")]
    [InlineData("""{"id":"h","amount":4,"member":"ada"}""")]
    [InlineData("""{"id":"h","amount":4,"seconds":60}""")]
    public async Task Be_refused_under_an_id_that_was_used_for_other_content_open_or_ended(string other)
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":4}""");

        (await Hold(account, other)).ShouldBeProblem(409, "hold-exists");
        await running.Api.Release(account, "h");
        (await Hold(account, other)).ShouldBeProblem(409, "hold-exists");

        var ended = (await Hold(account, """{"id":"h","amount":4}""")).ShouldBe(200);
        ended.Text("state").ShouldBe("released");
        (await running.Api.Balance(account)).Number("held").ShouldBe(0);
    }

    [Fact]
    public async Task Set_aside_what_expected_usage_would_cost()
    {
        var account = await running.Api.OpenAccount(10);
        const string expected = """{"id":"h","meter":"llm.call","data":{"inputTokens":2000,"outputTokens":1000},"member":"ada"}""";

        var hold = (await running.Api.Hold(account, expected)).ShouldBe(201);
        (hold.Number("amount"), hold.Text("creditType"), hold.Text("meter"), hold.Text("member")).ShouldBe((5, "credits", "llm.call", "ada"));
        (await running.Api.Hold(account, expected)).ShouldBe(200).Number("amount").ShouldBe(5);
        (await running.Api.Hold(account, expected.Replace("ada", "bob", StringComparison.Ordinal))).ShouldBeProblem(409, "hold-exists");

        var balance = await running.Api.Balance(account);
        (balance.Number("balance"), balance.Number("held")).ShouldBe((10, 5));
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("""{"meter":"never.heard.of","data":{}}""", "event-refused")]
    [InlineData("""{"meter":"llm.call","data":{}}""", "event-refused")]
    [InlineData("""{"meter":"llm.call","data":{"inputTokens":-1,"outputTokens":0}}""", "event-refused")]
    [InlineData("""{"meter":"llm.call","data":{"inputTokens":1e30,"outputTokens":0}}""", "event-refused")]
    [InlineData("""{"meter":"llm.call","data":{"inputTokens":0,"outputTokens":0}}""", "invalid-request", "data")]
    [InlineData("""{"meter":"llm.call","data":7}""", "invalid-request", "data")]
    [InlineData("""{"amount":1,"meter":"llm.call","data":{}}""", "invalid-request", "data")]
    [InlineData("""{"data":{"inputTokens":1,"outputTokens":0}}""", "invalid-request", "meter")]
    [InlineData("""{"meter":"llm.call","creditType":"premium","data":{"inputTokens":1,"outputTokens":0}}""", "invalid-request", "creditType")]
    [InlineData("""{"meter":"llm.call"}""", "invalid-request", "amount")]
    public async Task Not_set_aside_what_has_no_price(string body, string problem, string? path = null)
    {
        var account = await running.Api.OpenAccount(10);

        var answer = (await running.Api.Hold(account, body)).ShouldBeProblem(400, problem);

        if (path is not null) answer.FaultyPaths.ShouldBe([path]);
        (await running.Api.Get($"accounts/{account}")).Number("sequence").ShouldBe(2);
    }

    [Fact]
    public async Task Not_set_aside_what_costs_more_than_there_is()
    {
        var account = await running.Api.OpenAccount(10);

        (await running.Api.Hold(account, """{"meter":"llm.call","data":{"inputTokens":10001,"outputTokens":0}}""")).ShouldBeProblem(402, "insufficient-credits");
    }

    [Fact]
    public async Task Not_set_aside_more_than_there_is()
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"amount":6}""");

        (await Hold(account, """{"id":"h","amount":4.000001}""")).ShouldBeProblem(402, "insufficient-credits");
        (await Hold(account, """{"id":"h","amount":4}""")).ShouldBe(201);
        (await Hold(account, """{"amount":0.000001}""")).ShouldBeProblem(402, "insufficient-credits");
    }

    [Fact]
    public async Task Keep_their_credits_from_everything_else()
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":6}""");

        (await running.Api.Debit(account, Usage.Call(account, "1", 5_000, 0))).ShouldBe(201).Number("overdraft").ShouldBe(1);
        (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/grants/first/void", """{"reason":"x"}""")).ShouldBeProblem(409, "grant-held");

        (await Capture(account, "h", Usage.Call(account, "2", 6_000, 0))).ShouldBe(201).Number("overdraft").ShouldBe(0);
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData(2_000, 8, 0)]
    [InlineData(5_000, 5, 0)]
    [InlineData(7_000, 3, 0)]
    [InlineData(12_000, 0, 2)]
    public async Task Be_captured_by_an_event_of_any_cost(long tokens, decimal left, decimal overdraft)
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":5}""");

        var captured = (await Capture(account, "h", Usage.Call(account, "1", tokens, 0))).ShouldBe(201);

        (captured.Text("capturedHold"), captured.Number("amount"), captured.Number("balance"), captured.Number("overdraft")).ShouldBe(("h", tokens / 1_000m, left, overdraft));
        (await running.Api.Balance(account)).Number("held").ShouldBe(0);
        (await State(account, "h")).ShouldBe("captured");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Not_be_captured_by_more_than_they_hold_where_the_limits_say_so()
    {
        var account = await running.Api.OpenAccount(10);
        await running.Api.Put($"accounts/{account}", """{"limits":{"capturesBeyondHold":false}}""");
        await Hold(account, """{"id":"h","amount":5}""");

        (await Capture(account, "h", Usage.Call(account, "1", 5_001, 0))).ShouldBeProblem(409, "capture-exceeds-hold");
        (await State(account, "h")).ShouldBe("open");
        (await Capture(account, "h", Usage.Call(account, "1", 5_000, 0))).ShouldBe(201);
    }

    [Fact]
    public async Task Be_captured_once_by_one_event()
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":5}""");
        var first = (await Capture(account, "h", Usage.Call(account, "1", 3_000, 0))).ShouldBe(201);

        var again = (await Capture(account, "h", Usage.Call(account, "1", 3_000, 0))).ShouldBe(200);
        (await Capture(account, "h", Usage.Call(account, "1", 4_000, 0))).ShouldBeProblem(409, "event-refused");
        (await Capture(account, "h", Usage.Call(account, "2", 3_000, 0))).ShouldBeProblem(409, "hold-ended");

        again["duplicate"]!.GetValue<bool>().ShouldBeTrue();
        again.Number("sequence").ShouldBe(first.Number("sequence"));
        (await running.Api.Balance(account)).Number("debits").ShouldBe(1);
    }

    [Fact]
    public async Task Be_released_when_the_event_that_captures_them_was_booked_before()
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":5}""");
        await running.Api.Debit(account, Usage.Call(account, "1", 3_000, 0));

        var captured = (await Capture(account, "h", Usage.Call(account, "1", 3_000, 0))).ShouldBe(200);

        (captured["duplicate"]!.GetValue<bool>(), captured.Number("balance")).ShouldBe((true, 7));
        (await State(account, "h")).ShouldBe("released");
        (await running.Api.Balance(account)).Number("available").ShouldBe(7);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_released_once_however_often_it_is_asked()
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":5}""");

        (await running.Api.Release(account, "h")).Status.ShouldBe(204);
        (await running.Api.Release(account, "h")).Status.ShouldBe(204);

        (await State(account, "h")).ShouldBe("released");
        (await Capture(account, "h", Usage.Call(account, "1"))).ShouldBeProblem(409, "hold-ended");
        (await running.Api.Balance(account)).Number("available").ShouldBe(10);
        (await running.Api.Journal(account)).Count(entry => entry.Text("kind") == "released").ShouldBe(1);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_booked_as_lapsed_though_nobody_commits_to_the_account()
    {
        var account = await running.Api.OpenAccount(10);
        (await running.Api.Hold(account, """{"id":"h","amount":8,"seconds":1}""")).ShouldBe(201);

        await ApiClient.Until(() => running.Api.Get($"accounts/{account}"), view => view.Number("sequence") == 4, "the release to be booked");

        (await running.Api.Journal(account))[^1].Text("kind").ShouldBe("released");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Lapse_when_their_time_is_over()
    {
        var account = await running.Api.OpenAccount(10);
        await Hold(account, """{"id":"h","amount":10,"seconds":1}""");

        await ApiClient.Until(() => running.Api.Get($"accounts/{account}/holds/h"), hold => hold.Text("state") == "lapsed", "the hold to lapse");

        (await running.Api.Balance(account)).Number("available").ShouldBe(10, "nothing was booked yet, but nobody needs to wait for that");
        (await Capture(account, "h", Usage.Call(account, "1"))).ShouldBeProblem(409, "hold-ended");
        (await Hold(account, """{"id":"h2","amount":10}""")).ShouldBe(201);
        (await running.Api.Journal(account)).TakeLast(2).Select(entry => $"{entry.Text("kind")} {entry.Text("holdId")}").ShouldBe(["released h", "held h2"]);
        (await running.Api.Release(account, "h")).Status.ShouldBe(204);
        (await State(account, "h")).ShouldBe("lapsed");
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_unknown_when_they_were_never_placed()
    {
        var account = await running.Api.OpenAccount(10);

        (await running.Api.Send(HttpMethod.Get, $"accounts/{account}/holds/never")).ShouldBeProblem(404, "unknown-hold");
        (await running.Api.Release(account, "never")).ShouldBeProblem(404, "unknown-hold");
        (await Capture(account, "never", Usage.Call(account, "1"))).ShouldBeProblem(404, "unknown-hold");
        (await running.Api.Balance(account)).Number("debits").ShouldBe(0);
    }

    [Fact]
    public async Task Be_captured_by_events_that_name_them_in_any_way()
    {
        var account = await running.Api.OpenAccount(100);
        foreach (var hold in (string[])["in-data", "structured", "binary"]) await Hold(account, $$"""{"id":"{{hold}}","amount":5}""");
        var binary = new EventData("""{"inputTokens":1000,"outputTokens":0}""") { ContentType = "application/json" };
        foreach (var (name, value) in Usage.Call(account, "3").Without("data").But("holdid", "binary")) binary.Properties[$"cloudEvents:{name}"] = value!.GetValue<string>();

        await running.Send(account, [
            new EventData(Usage.Call(account, "1").But("data", new JsonObject { ["inputTokens"] = 1_000, ["outputTokens"] = 0, ["holdId"] = "in-data" }).ToJsonString()),
            new EventData(Usage.Call(account, "2", 1_000, 0).But("holdid", "structured").ToJsonString()),
            binary]);
        var balance = await running.Api.UntilDebits(account, 3);

        (balance.Number("held"), balance.Number("burned")).ShouldBe((0, 3));
        foreach (var hold in (string[])["in-data", "structured", "binary"]) (await State(account, hold)).ShouldBe("captured");
        (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").Select(entry => entry.Text("holdId")).ShouldBe(["in-data", "structured", "binary"]);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Not_be_needed_by_events_that_name_one_that_is_not_open()
    {
        var account = await running.Api.OpenAccount(100);
        await Hold(account, """{"id":"gone","amount":5}""");
        await running.Api.Release(account, "gone");

        await running.Send(account, Usage.Call(account, "1", 1_000, 0).But("holdid", "gone"), Usage.Call(account, "2", 1_000, 0).But("holdid", "never"));

        (await running.Api.UntilDebits(account, 2)).Number("burned").ShouldBe(2, "usage has happened");
        (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").ShouldAllBe(entry => entry["holdId"] == null);
    }

    [Fact]
    public async Task Not_let_credits_for_one_meter_pay_for_another()
    {
        var account = await running.Api.OpenAccount(0);
        await running.Api.Post($"accounts/{account}/grants", $$"""{"id":"images","kind":"promo","amount":10,"meters":["image"],"effectiveAt":"{{DateTimeOffset.UtcNow.AddDays(-1):O}}"}""");
        (await Hold(account, """{"id":"h","amount":5,"meter":"image"}""")).ShouldBe(201);

        var captured = (await Capture(account, "h", Usage.Call(account, "1", 4_000, 0))).ShouldBe(201);

        (captured.Number("overdraft"), captured.Number("balance"), captured.Text("capturedHold")).ShouldBe((4, 10, "h"));
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_at_most_50_at_a_time()
    {
        var account = await running.Api.OpenAccount(100);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => (await Hold(account, $$"""{"id":"h{{i}}","amount":1}""")).ShouldBe(201)));

        (await Hold(account, """{"amount":1}""")).ShouldBeProblem(409, "too-many-holds");

        await running.Api.Release(account, "h7");
        (await Hold(account, """{"amount":1}""")).ShouldBe(201);
        await running.Api.ShouldVerify(account);
    }

    [Theory]
    [InlineData("""{"amount":0}""", "amount")]
    [InlineData("""{"amount":-1}""", "amount")]
    [InlineData("""{"amount":1e30}""", "amount")]
    [InlineData("""{"amount":"1"}""", "amount")]
    [InlineData("""{"amount":NaN}""", "amount")]
    [InlineData("""{"amount":1,"id":"a/b"}""", "id")]
    [InlineData("""{"amount":1,"creditType":"No Type"}""", "creditType")]
    [InlineData("""{"amount":1,"meter":""}""", "meter")]
    [InlineData("""{"amount":1,"member":""}""", "member")]
    [InlineData("""{"amount":1,"member":"\ud800"}""", "member")]
    [InlineData("""{"amount":1,"seconds":0}""", "seconds")]
    [InlineData("""{"amount":1,"seconds":86401}""", "seconds")]
    [InlineData("""{"amount":1,"seconds":1e30}""", "seconds")]
    [InlineData("""{"amount":1,"until":"2027-01-01T00:00:00Z"}""", "until")]
    public async Task Name_what_is_wrong_with_a_request(string body, string path)
    {
        var account = await running.Api.OpenAccount(10);

        (await Hold(account, body)).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe([path]);

        (await running.Api.Balance(account)).Number("held").ShouldBe(0);
    }

    private async Task<string> State(string account, string hold) => (await running.Api.Get($"accounts/{account}/holds/{hold}")).Text("state");

    private Task<ApiAnswer> Hold(string account, string body) => running.Api.Hold(account, body);

    private Task<ApiAnswer> Capture(string account, string hold, JsonObject usage) => running.Api.Capture(account, hold, usage);
}
