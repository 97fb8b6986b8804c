using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;

namespace Credits.EndToEnd.Tests;

[Collection(RunningStack.Collection)]
public sealed class Usage_events_should(RunningStack running)
{
    [Fact]
    public async Task Become_exact_debits()
    {
        var account = await running.Api.OpenAccount(credits: 100);

        await running.Send(account, Usage.Call(account, "1", inputTokens: 374, outputTokens: 44), Usage.Call(account, "2", inputTokens: 396, outputTokens: 109));

        var balance = await running.Api.UntilDebits(account, 2);
        balance["burned"]!.GetValue<decimal>().ShouldBe(0.374m + 0.132m + 0.396m + 0.327m);
        balance["balance"]!.GetValue<decimal>().ShouldBe(100m - 1.229m);
        await running.Api.ShouldVerify(account);
    }

    [Fact]
    public async Task Debit_once_however_often_they_are_sent()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        JsonObject[] calls = [.. Enumerable.Range(0, 700).Select(i => Usage.Call(account, $"call-{i}", inputTokens: 1000, outputTokens: 0))];

        await running.Send(account, calls);
        await running.Send(account, calls);
        await running.Send(account, [.. calls.Take(10), .. calls.Take(10), Usage.Call(account, "last", 1000, 0)]);

        var balance = await running.Api.UntilDebits(account, 701);
        balance["debits"]!.GetValue<long>().ShouldBe(701);
        balance["overdraft"]!.GetValue<decimal>().ShouldBe(601);
    }

    [Fact]
    public async Task Never_debit_when_resent_with_other_content()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        await running.Send(account, Usage.Call(account, "same", inputTokens: 1000, outputTokens: 0));
        await running.Api.UntilDebits(account, 1);

        await running.Send(account, Usage.Call(account, "same", inputTokens: 2000, outputTokens: 0));

        var letter = (await running.Api.UntilDeadLetters(letter => letter["account"]?.GetValue<string>() == account, 1)).Single();
        letter["reason"]!["code"]!.GetValue<string>().ShouldBe("conflict");
        (await running.Api.Balance(account))["burned"]!.GetValue<decimal>().ShouldBe(1);
    }

    [Fact]
    public async Task Be_taken_one_or_many_a_message_structured_or_binary_and_over_HTTP()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        var array = new JsonArray(Usage.Call(account, "in-array-1"), Usage.Call(account, "in-array-2"));
        var binary = new EventData("""{"inputTokens":374,"outputTokens":44}""") { ContentType = "application/json" };
        foreach (var (name, value) in Usage.Call(account, "binary").Without("data")) binary.Properties[$"cloudEvents:{name}"] = value!.GetValue<string>();

        await running.Send(account, [new EventData(array.ToJsonString()), binary]);
        await running.Api.Post("events", Usage.Call(account, "over-http").ToJsonString());

        (await running.Api.UntilDebits(account, 4))["burned"]!.GetValue<decimal>().ShouldBe(4 * 0.506m);
    }

    [Fact]
    public async Task Find_their_way_after_the_cause_of_a_dead_letter_is_mended()
    {
        var account = $"late-{Guid.NewGuid():N}";
        await running.Send(account, Usage.Call(account, "early"));
        var letter = (await running.Api.UntilDeadLetters(letter => letter["account"]?.GetValue<string>() == account, 1)).Single();
        letter["reason"]!["code"]!.GetValue<string>().ShouldBe("unknown-account");

        await running.Api.OpenAccount(credits: 10, id: account);
        await running.Api.Post($"dead-letters/{letter["id"]}/replay", "{}");

        (await running.Api.UntilDebits(account, 1))["burned"]!.GetValue<decimal>().ShouldBe(0.506m);
        (await running.Api.Get("dead-letters?limit=200"))["deadLetters"]!.AsArray().ShouldNotContain(open => open!["id"]!.GetValue<string>() == letter["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Not_be_held_up_by_poison_of_any_kind()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        (string Code, EventData Message)[] poison =
        [
            ("not-json", new("hello, world")),
            ("not-json", new(new byte[] { 0xff, 0xfe, 0x00 })),
            ("not-json", new("""{"specversion":"1.0","id":"\ud800","source":"/s"}""")),
            ("not-an-event", new("[]")),
            ("not-an-event", new("42")),
            ("not-an-event", new(Usage.Call(account, "p1").Without("id").ToJsonString())),
            ("not-an-event", new(Usage.Call(account, "p2").Without("specversion").ToJsonString())),
            ("not-an-event", new(Usage.Call(account, "p3").But("time", "yesterday").ToJsonString())),
            ("event-too-old", new(Usage.Call(account, "p4").But("time", "1970-01-01T00:00:00Z").ToJsonString())),
            ("event-in-future", new(Usage.Call(account, "p5").But("time", "2100-01-01T00:00:00Z").ToJsonString())),
            ("unknown-meter", new(Usage.Call(account, "p6").But("type", "no.such.meter").ToJsonString())),
            ("invalid-quantity", new(Usage.Call(account, "p7", inputTokens: -1).ToJsonString())),
            ("invalid-quantity", new(Usage.Call(account, "p8").ToJsonString().Replace("374", "1e30", StringComparison.Ordinal))),
            ("missing-quantity", new(Usage.Call(account, "p9").But("data", new JsonObject()).ToJsonString())),
            ("invalid-subject", new(Usage.Call(account, "p10").But("subject", "späße/../#?").ToJsonString())),
            ("unknown-account", new(Usage.Call("nobody-here", "p11").ToJsonString())),
        ];

        await running.Send(account, [
            new EventData(Usage.Call(account, "before").ToJsonString()), .. poison.Select(item => item.Message), new EventData(Usage.Call(account, "after").ToJsonString())]);
        var large = Usage.Call(account, "large").But("data", new JsonObject { ["inputTokens"] = 1, ["outputTokens"] = 1, ["text"] = new string('x', 1_000_000) });
        await running.Send(account, large);

        (await running.Api.UntilDebits(account, 2))["burned"]!.GetValue<decimal>().ShouldBe(2 * 0.506m);
        await running.Api.UntilSettled();
        var letters = await running.Api.UntilDeadLetters(_ => true, poison.Length + 1);
        foreach (var group in poison.GroupBy(item => item.Code))
            letters.Count(letter => letter["reason"]!["code"]!.GetValue<string>() == group.Key).ShouldBeGreaterThanOrEqualTo(group.Count(), group.Key);
        letters.ShouldAllBe(letter => letter["reason"]!["detail"]!.GetValue<string>().Length > 20);
        letters.Count(letter => letter["eventId"]?.GetValue<string>() == "large").ShouldBe(1);
    }

    [Fact]
    public async Task Keep_their_neighbours_in_an_array_when_one_is_poison()
    {
        var account = await running.Api.OpenAccount(credits: 100);

        await running.Send(account, new EventData($"[{Usage.Call(account, "good")},{Usage.Call(account, "bad").Without("source")},7,{Usage.Call(account, "fine")}]"));

        (await running.Api.UntilDebits(account, 2))["debits"]!.GetValue<long>().ShouldBe(2);
        var letter = (await running.Api.UntilDeadLetters(letter => letter["eventId"]?.GetValue<string>() == "bad", 1)).Single();
        var body = (await running.Api.Get($"dead-letters/{letter["id"]}"))["body"]!.GetValue<string>();
        JsonNode.Parse(body)!["id"]!.GetValue<string>().ShouldBe("bad");
    }

    [Fact]
    public async Task Be_refused_over_HTTP_with_every_fault_and_none_sent()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        var body = new JsonArray(Usage.Call(account, "ok"), Usage.Call(account, "x").Without("time"), Usage.Call("not an id", "y"));

        var (status, answer) = await running.Api.Ask(HttpMethod.Post, "events", body.ToJsonString());

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer!["errors"]!.AsArray().Select(error => $"{error!["path"]} {error["code"]}").ShouldBe(["[1] not-an-event", "[2] invalid-subject"]);
        await running.Api.UntilSettled();
        (await running.Api.Balance(account))["debits"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task Be_explained_by_the_journal()
    {
        var account = await running.Api.OpenAccount(credits: 0.3m);
        await running.Send(account, Usage.Call(account, "explained"));
        await running.Api.UntilDebits(account, 1);

        var entry = (await running.Api.Get($"accounts/{account}/journal?eventId=explained"))["entries"]!.AsArray().Single()!;

        entry["amount"]!.GetValue<decimal>().ShouldBe(0.506m);
        entry["portions"]!.AsArray().Single()!["amount"]!.GetValue<decimal>().ShouldBe(0.3m);
        entry["overdraft"]!.GetValue<decimal>().ShouldBe(0.206m);
        entry["rateCard"]!.GetValue<string>().ShouldBe("default");
        entry["rateCardVersion"]!.GetValue<int>().ShouldBe(1);
        Encoding.UTF8.GetByteCount(entry["hash"]!.GetValue<string>()).ShouldBe(44);
    }
}
