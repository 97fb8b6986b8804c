using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.EndToEnd.Tests;

/// <summary>Events that the host keeps until a batch is full enough.</summary>
public sealed class Waiting_events_should
{
    private const int Together = 20;
    private const string OfTheHub = "AzureFunctionsJobHost__extensions__eventHubs__";

    // Nobody but the trigger is to bring them, and no wait is to end before the test does.
    private static readonly (string, string)[] Patient = [(OfTheHub + "minEventBatchSize", $"{Together}"), (OfTheHub + "maxWaitTime", "00:10:00"), ("Ingest__Grace", "01:00:00")];

    [Fact]
    public async Task Be_booked_once_though_everything_is_killed_while_they_wait()
    {
        await using var process = new KillableProcess(Patient);
        await process.Start();
        var api = new ApiClient(() => process.Endpoints);
        await api.PublishPrices();
        var account = await api.OpenAccount(credits: 1_000);
        await Send(process, account, 0, 1);
        await api.UntilDebits(account, 1);

        await Send(process, account, 1, Together / 2);
        await ApiClient.Until(() => api.Get("ingest"), ingest => ingest.Number("lag") == Together / 2, "events to wait");
        await process.KillAndRestart();
        (await api.Balance(account)).Number("debits").ShouldBe(1);
        await Send(process, account, 1 + (Together / 2), Together / 2);

        await api.UntilDebits(account, 1 + Together);
        var settled = await api.UntilSettled();
        (settled.Number("booked"), settled.Number("duplicates"), settled.Number("reRead")).ShouldBe((1 + Together, 0, 0));
        (await api.Journal(account)).Where(entry => (string?)entry["kind"] == "debited").Select(entry => (DateTimeOffset)entry["bookedAt"]!).Distinct().Count().ShouldBe(2, "the first event, and all others together");
        await api.ShouldVerify(account);
    }

    [Fact]
    public async Task Keep_nobody_waiting_who_asks_or_debits_by_request()
    {
        await using var process = new KillableProcess(Patient);
        await process.Start();
        var api = new ApiClient(() => process.Endpoints);
        await api.PublishPrices();
        var account = await api.OpenAccount(credits: 10);
        await Send(process, account, 0, 1);
        await api.UntilDebits(account, 1);
        await Send(process, account, 1, 3);
        await ApiClient.Until(() => api.Get("ingest"), ingest => ingest.Number("lag") == 3, "events to wait");

        (await api.Debit(account, Usage.Call(account, "at-once", inputTokens: 2_000, outputTokens: 0))).ShouldBe(201);
        (await api.Hold(account, """{"amount":6}""")).ShouldBe(201);

        // 10 were granted; 1 went with the first event, 2 with the debit, and 6 are set aside.
        (await api.Balance(account)).Number("available").ShouldBe(1);
        (await api.Get("ingest")).Number("lag").ShouldBe(3);
    }

    private static async Task Send(KillableProcess process, string account, int first, int count)
    {
        await using var hub = new EventHubProducerClient(process.Endpoints.EventHubs, HubAlone.Name);
        await hub.SendAsync(
            Enumerable.Range(first, count).Select(i => new EventData(Usage.Call(account, $"event-{i}", inputTokens: 1_000, outputTokens: 0).ToJsonString())), new SendEventOptions { PartitionKey = account });
    }
}
