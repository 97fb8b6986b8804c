using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Journal_should(RunningStack running)
{
    [Fact]
    public async Task Be_walked_page_by_page_each_entry_once()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        await running.Send(account, Enumerable.Range(0, 25).Select(i => Usage.Call(account, $"{i}")));
        await running.Api.UntilDebits(account, 25);

        var walked = new List<long>();
        string? cursor = null;
        do
        {
            var page = await running.Api.Get($"accounts/{account}/journal?limit=4{(cursor is null ? "" : $"&cursor={cursor}")}");
            page["entries"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(4);
            walked.AddRange(Sequences(page));
            cursor = page["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        // Opened, granted, and 25 debits.
        walked.ShouldBe(Enumerable.Range(1, 27).Select(i => (long)i));
    }

    [Fact]
    public async Task Be_cut_to_a_time_whose_end_is_not_included()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        for (var i = 1; i <= 3; i++)
        {
            await running.Send(account, Usage.Call(account, $"{i}"));
            await running.Api.UntilDebits(account, i);
        }

        var times = (await running.Api.Get($"accounts/{account}/journal"))["entries"]!.AsArray().Select(entry => entry!["bookedAt"]!.GetValue<string>()).ToList();
        times.Distinct().Count().ShouldBe(5); // each was a commit of its own

        Sequences(await running.Api.Get($"accounts/{account}/journal?from={times[3]}")).ShouldBe([4, 5]);
        Sequences(await running.Api.Get($"accounts/{account}/journal?to={times[3]}")).ShouldBe([1, 2, 3]);
        Sequences(await running.Api.Get($"accounts/{account}/journal?from={times[1]}&to={times[3]}")).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task Be_filtered_by_meter_and_event()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        await running.Send(account, Usage.Call(account, "call"), Usage.Call(account, "picture").But("type", "image"), Usage.Call(account, "other call"));
        await running.Api.UntilDebits(account, 3);

        (await EventIds(account, "meter=image")).ShouldBe(["picture"]);
        (await EventIds(account, "meter=llm.call")).ShouldBe(["call", "other call"]);
        (await EventIds(account, "eventId=other%20call")).ShouldBe(["other call"]);
        (await EventIds(account, "eventId=picture&meter=llm.call")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuse_a_query_with_every_fault()
    {
        var account = await running.Api.OpenAccount(credits: 0);

        var refusal = await running.Api.Send(HttpMethod.Get, $"accounts/{account}/journal?form=x&from=yesterday&cursor=!&limit=501");

        refusal.ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["form", "from", "cursor", "limit"]);
    }

    [Fact]
    public async Task Prove_the_account_from_its_first_entry()
    {
        var account = await running.Api.OpenAccount(credits: 100);
        await running.Send(account, Usage.Call(account, "1"));
        await running.Api.UntilDebits(account, 1);

        var proof = await running.Api.Get($"accounts/{account}/verify");

        proof["verified"]!.GetValue<bool>().ShouldBeTrue();
        proof["entries"]!.GetValue<long>().ShouldBe(3);
        proof["differences"]!.AsArray().ShouldBeEmpty();
        var entries = (await running.Api.Get($"accounts/{account}/journal"))["entries"]!.AsArray();
        proof["head"]!.GetValue<string>().ShouldBe(entries[^1]!["hash"]!.GetValue<string>());
    }

    private static IEnumerable<long> Sequences(JsonNode journal) => journal["entries"]!.AsArray().Select(entry => entry!["sequence"]!.GetValue<long>());

    private async Task<IEnumerable<string>> EventIds(string account, string filter) =>
        (await running.Api.Get($"accounts/{account}/journal?{filter}"))["entries"]!.AsArray().Select(entry => entry!["event"]!["id"]!.GetValue<string>());
}
