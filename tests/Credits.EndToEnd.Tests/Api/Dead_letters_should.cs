using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Dead_letters_should(RunningStack running)
{
    [Fact]
    public async Task Be_filtered_by_their_reason()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        await running.Send(account, Usage.Call(account, "no-meter").But("type", "no.such.meter"), Usage.Call(account, "no-quantity").But("data", new JsonObject()));
        await Letters(account, 2);

        var found = await All("reason=missing-quantity&status=all");

        found.ShouldAllBe(letter => letter["reason"]!["code"]!.GetValue<string>() == "missing-quantity");
        found.Where(letter => letter["account"]?.GetValue<string>() == account).Select(letter => letter["eventId"]!.GetValue<string>()).ShouldBe(["no-quantity"]);
    }

    [Fact]
    public async Task Be_filtered_by_whether_they_were_replayed()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        await running.Send(account, Usage.Call(account, "replayed").But("type", "no.such.meter"), Usage.Call(account, "left").But("type", "no.such.meter"));
        var letters = await Letters(account, 2);
        var replayed = Id(letters.Single(letter => letter["eventId"]!.GetValue<string>() == "replayed"));
        var left = Id(letters.Single(letter => letter["eventId"]!.GetValue<string>() == "left"));

        await running.Api.Post($"dead-letters/{replayed}/replay", "{}");

        var (open, done, all) = (Ids(await All("status=open")), Ids(await All("status=replayed")), Ids(await All("status=all")));
        open.ShouldContain(left);
        open.ShouldNotContain(replayed);
        done.ShouldContain(replayed);
        done.ShouldNotContain(left);
        all.ShouldContain(replayed);
        all.ShouldContain(left);
        await running.Api.UntilSettled();
    }

    [Fact]
    public async Task Be_walked_page_by_page_each_once_newest_first()
    {
        var account = await running.Api.OpenAccount(credits: 0);
        await running.Send(account, Enumerable.Range(0, 7).Select(i => Usage.Call(account, $"{i}").But("type", "no.such.meter")));
        await Letters(account, 7);
        await running.Api.UntilSettled();

        var walked = await All("status=all", limit: 3);

        walked.Count.ShouldBeGreaterThanOrEqualTo(7);
        Ids(walked).ShouldBeUnique();
        Ids(walked).ShouldBe(Ids(await All("status=all")));
        var times = walked.Select(letter => letter["enqueuedAt"]!.GetValue<DateTimeOffset>()).ToList();
        times.ShouldBe(times.OrderDescending());
    }

    [Fact]
    public async Task Keep_a_body_that_is_no_text_bit_for_bit()
    {
        byte[] body = [0xff, 0xfe, 0x00, .. Guid.NewGuid().ToByteArray()];
        await running.Send("anybody", new EventData(body));
        await running.Api.UntilSettled();
        var newest = (await running.Api.Get("dead-letters?reason=not-json&limit=1"))["deadLetters"]!.AsArray().Single()!;

        var letter = await running.Api.Get($"dead-letters/{Id(newest)}");

        Convert.FromBase64String(letter["bodyBase64"]!.GetValue<string>()).ShouldBe(body);
    }

    [Fact]
    public async Task Refuse_a_query_with_every_fault()
    {
        var refusal = await running.Api.Send(HttpMethod.Get, "dead-letters?staus=open&status=gone&limit=0&cursor=x");

        refusal.ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["staus", "status", "cursor", "limit"]);
    }

    [Fact]
    public async Task Say_when_there_is_none_of_an_id() =>
        (await running.Api.Send(HttpMethod.Get, "dead-letters/nothing")).ShouldBeProblem(404, "unknown-dead-letter");

    private static string Id(JsonNode letter) => letter["id"]!.GetValue<string>();

    private static List<string> Ids(IEnumerable<JsonNode> letters) => [.. letters.Select(Id)];

    private Task<IReadOnlyList<JsonNode>> Letters(string account, int count) =>
        running.Api.UntilDeadLetters(letter => letter["account"]?.GetValue<string>() == account, count);

    private async Task<List<JsonNode>> All(string filter, int limit = 200)
    {
        var letters = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await running.Api.Get($"dead-letters?{filter}&limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
            page["deadLetters"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
            letters.AddRange(page["deadLetters"]!.AsArray().Select(letter => letter!));
            cursor = page["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        return letters;
    }
}
