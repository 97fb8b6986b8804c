using System.Text.Json.Nodes;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Rate_cards_should(RunningStack running)
{
    private readonly string _card = $"card-{Guid.NewGuid():N}";

    [Fact]
    public async Task Tell_every_fault_of_a_draft_by_its_path_and_not_be_published_with_them()
    {
        const string faulty =
            """
            {"rates":[
              {"meter":"a","components":[]},
              {"meter":"b","components":[{"credits":1},{"credits":-2,"per":0}],"conditions":[{"dimension":"model","in":[]}]},
              {"meter":"c","components":[{"credits":1}]},
              {"meter":"c","components":[{"credits":2}]}]}
            """;
        string[] paths = ["rates[0].components", "rates[1].components[1].credits", "rates[1].components[1].per", "rates[1].conditions[0].in", "rates[3]"];

        var draft = (await Put(faulty)).ShouldBe(200);
        var refusal = (await Publish()).ShouldBeProblem(400, "rate-card-faults");

        draft["faults"]!.AsArray().Select(fault => fault!["path"]!.GetValue<string>()).ShouldBe(paths);
        refusal.FaultyPaths.ShouldBe(paths);
        (await Versions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuse_a_draft_that_can_not_be_read_with_every_path()
    {
        var refusal = await Put("""{"rates":[{"meter":7,"components":[{"credits":"x","prise":1}]}],"name":"mine"}""");

        refusal.ShouldBeProblem(400, "invalid-request").FaultyPaths
            .ShouldBe(["name", "rates[0].meter", "rates[0].components[0].prise", "rates[0].components[0].credits"], ignoreOrder: true);
        (await running.Api.Send(HttpMethod.Get, $"rate-cards/{_card}")).ShouldBeProblem(404, "unknown-rate-card");
    }

    [Fact]
    public async Task Keep_published_versions_as_they_were()
    {
        await Put(PriceOf(1));
        await Publish();
        var first = (await Versions()).Single().ToJsonString();

        await Put(PriceOf(2));
        (await Publish()).ShouldBe(201)["number"]!.GetValue<int>().ShouldBe(2);

        var versions = await Versions();
        versions.Select(version => version["number"]!.GetValue<int>()).ShouldBe([1, 2]);
        versions[0].ToJsonString().ShouldBe(first);
    }

    [Fact]
    public async Task Not_publish_a_second_version_for_times_that_may_have_been_priced()
    {
        await Put(PriceOf(1));
        (await Publish("""{"effectiveFrom":"2020-01-01T00:00:00Z"}""")).ShouldBe(201);

        (await Publish("""{"effectiveFrom":"2021-01-01T00:00:00Z"}""")).ShouldBeProblem(400, "invalid-request").FaultyPaths.ShouldBe(["effectiveFrom"]);

        (await Versions()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Publish_only_the_draft_that_was_looked_at()
    {
        var seen = (await Put(PriceOf(1))).Headers["ETag"];
        await Put(PriceOf(100));

        var stale = await Publish(new JsonObject { ["ifDraft"] = seen }.ToJsonString());

        stale.ShouldBeProblem(412, "precondition-failed");
        (await Versions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Not_lose_a_draft_that_somebody_else_has_written_meanwhile()
    {
        var seen = (await Put(PriceOf(1))).Headers["ETag"];
        var changed = await Put(PriceOf(2));

        (await Put(PriceOf(3), ("If-Match", seen))).ShouldBeProblem(412, "precondition-failed");
        (await Put(PriceOf(4), ("If-Match", changed.Headers["ETag"]))).ShouldBe(200);
    }

    [Fact]
    public async Task Price_events_by_their_time_soon_after_publishing_and_never_anew()
    {
        await Put(PriceOf(1));
        await Publish($$"""{"effectiveFrom":"{{DateTimeOffset.UtcNow.AddDays(-1):O}}"}""");
        var account = await running.Api.OpenAccount(credits: 1_000);
        await running.Api.Put($"accounts/{account}", $$"""{"rateCard":"{{_card}}"}""");
        await Use(account, 1);
        var before = await running.Api.UntilDebits(account, 1);
        before["burned"]!.GetValue<decimal>().ShouldBe(1);

        await Put(PriceOf(2));
        var effectiveFrom = DateTimeOffset.Parse((await Publish()).ShouldBe(201)["effectiveFrom"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        var sent = 1;
        await ApiClient.Until(
            async () =>
            {
                await Use(account, ++sent);
                await running.Api.UntilDebits(account, sent);
                return await running.Api.Journal(account);
            },
            journal => journal[^1].Number("rateCardVersion") == 2, "version 2 to price an event");

        // More events than a page of the journal holds, when they are booked quickly.
        var debits = (await running.Api.Journal(account)).Where(entry => entry.Text("kind") == "debited").ToList();
        debits.Count.ShouldBe(sent);
        foreach (var debit in debits)
        {
            var expected = debit["event"]!["time"]!.GetValue<DateTimeOffset>() < effectiveFrom ? 1 : 2;
            debit.Number("rateCardVersion").ShouldBe(expected);
            debit.Number("amount").ShouldBe(expected);
        }

        debits[0].Number("rateCardVersion").ShouldBe(1);
        await running.Api.ShouldVerify(account);
    }

    private static string PriceOf(int credits) => $$"""{"rates":[{"meter":"thing","components":[{"credits":{{credits}}}]}]}""";

    private Task Use(string account, int number) =>
        running.Send(account, Usage.Call(account, $"thing-{number}").But("type", "thing").But("time", DateTimeOffset.UtcNow.ToString("O")));

    private Task<ApiAnswer> Put(string body, params (string Name, string Value)[] headers) =>
        running.Api.Send(HttpMethod.Put, $"rate-cards/{_card}", body, headers: headers);

    private Task<ApiAnswer> Publish(string body = "{}") => running.Api.Send(HttpMethod.Post, $"rate-cards/{_card}/publish", body);

    private async Task<IReadOnlyList<JsonNode>> Versions() =>
        [.. (await running.Api.Get($"rate-cards/{_card}/versions"))["versions"]!.AsArray().Select(version => version!)];
}
