using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Debits_should(RunningStack running)
{
    [Fact]
    public async Task Tell_what_an_event_cost_and_what_is_left()
    {
        var account = await running.Api.OpenAccount(1);

        var debit = (await running.Api.Debit(account, Usage.Call(account, "1"))).ShouldBe(201);

        (debit.Number("amount"), debit.Number("balance"), debit.Number("overdraft"), debit.Number("sequence")).ShouldBe((0.506m, 0.494m, 0, 3));
        debit["duplicate"]!.GetValue<bool>().ShouldBeFalse();
        (await running.Api.Debit(account, Usage.Call(account, "2"))).ShouldBe(201).Number("overdraft").ShouldBe(0.012m);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_made_once_whichever_way_an_event_comes_first()
    {
        var account = await running.Api.OpenAccount(100);
        var (overHttp, overHub) = (Usage.Call(account, "http", 1_000, 0), Usage.Call(account, "hub", 1_000, 0));
        var first = (await running.Api.Debit(account, overHttp)).ShouldBe(201);
        await running.Send(account, overHub);
        await running.Api.UntilDebits(account, 2);

        await running.Send(account, overHttp, Usage.Call(account, "last", 1_000, 0));
        await running.Api.UntilDebits(account, 3);
        var again = (await running.Api.Debit(account, overHub)).ShouldBe(200);
        var twice = (await running.Api.Debit(account, overHttp)).ShouldBe(200);

        (again["duplicate"]!.GetValue<bool>(), again.Number("sequence")).ShouldBe((true, 4));
        (twice["duplicate"]!.GetValue<bool>(), twice.Number("sequence"), twice.Number("amount")).ShouldBe((true, first.Number("sequence"), 1));
        (await running.Api.Balance(account)).Number("debits").ShouldBe(3);
    }

    [Fact]
    public async Task Be_made_once_when_an_event_comes_many_times_at_once()
    {
        var account = await running.Api.OpenAccount(100);
        var usage = Usage.Call(account, "1", 1_000, 0);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => running.Api.Debit(account, usage)));

        answers.Select(answer => answer.Status).Order().ShouldBe([.. Enumerable.Repeat(200, 11), 201]);
        (await running.Api.Balance(account)).Number("burned").ShouldBe(1);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Be_refused_to_an_event_of_other_content_than_before()
    {
        var account = await running.Api.OpenAccount(100);
        await running.Api.Debit(account, Usage.Call(account, "1", 1_000, 0));

        (await running.Api.Debit(account, Usage.Call(account, "1", 2_000, 0))).ShouldBeProblem(409, "event-refused").Json.Text("title").ShouldContain("conflict");
        (await running.Api.Debit(account, Usage.Call(account, "1", 1_000, 0).But("member", "ada"))).ShouldBeProblem(409, "event-refused");

        (await running.Api.Balance(account)).Number("burned").ShouldBe(1);
    }

    [Fact]
    public async Task Be_found_in_the_journal_by_the_events_identity()
    {
        var account = await running.Api.OpenAccount(100);
        await running.Api.Debit(account, Usage.Call(account, "same", 1_000, 0));
        await running.Api.Debit(account, Usage.Call(account, "same", 2_000, 0).But("source", "/other source?&"));

        var found = (await running.Api.Get($"accounts/{account}/journal?eventId=same&source={Uri.EscapeDataString("/other source?&")}")).List("entries").Single();

        found.Number("amount").ShouldBe(2);
        (await running.Api.Get($"accounts/{account}/journal?eventId=same")).List("entries").Count.ShouldBe(2);
        (await running.Api.Get($"accounts/{account}/journal?eventId=other&source=/tests")).List("entries").ShouldBeEmpty();
        (await running.Api.Get($"accounts/{account}/journal?eventId=same&source=/tests&meter=image")).List("entries").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"specversion":"0.3"}""", "not-an-event")]
    [InlineData("""{"type":"no.such.meter"}""", "unknown-meter")]
    [InlineData("""{"data":{"inputTokens":-1,"outputTokens":0}}""", "invalid-quantity")]
    [InlineData("""{"data":{"inputTokens":1e30,"outputTokens":0}}""", "invalid-quantity")]
    [InlineData("""{"data":{"inputTokens":"1","outputTokens":0}}""", "invalid-quantity")]
    [InlineData("""{"data":{}}""", "missing-quantity")]
    [InlineData("""{"time":"1970-01-01T00:00:00Z"}""", "event-too-old")]
    [InlineData("""{"time":"2100-01-01T00:00:00Z"}""", "event-in-future")]
    [InlineData("""{"member":""}""", "not-an-event")]
    [InlineData("""{"holdid":"a/b"}""", "not-an-event")]
    public async Task Be_refused_with_the_reason(string change, string code)
    {
        var account = await running.Api.OpenAccount(10);
        var usage = Usage.Call(account, "1");
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) usage[name] = value?.DeepClone();

        (await running.Api.Debit(account, usage)).ShouldBeProblem(400, "event-refused").Json.Text("title").ShouldContain(code);

        (await running.Api.Balance(account)).Number("debits").ShouldBe(0);
    }

    [Fact]
    public async Task Be_of_one_event_of_the_account()
    {
        var (account, other) = (await running.Api.OpenAccount(10), await running.Api.OpenAccount(10));
        await running.Api.Hold(account, """{"id":"h","amount":5}""");

        foreach (var path in (string[])["debits", "holds/h/capture"])
        {
            (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/{path}", Usage.Call(other, "1").ToJsonString())).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["subject"]);
            (await running.Api.Send(HttpMethod.Post, $"accounts/{account}/{path}", $"[{Usage.Call(account, "1")},{Usage.Call(account, "2")}]"))
                .ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["body"]);
        }

        foreach (var id in (string[])[account, other]) (await running.Api.Balance(id)).Number("debits").ShouldBe(0);
        (await running.Api.Balance(account)).Number("held").ShouldBe(5);
    }
}
