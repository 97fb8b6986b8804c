using System.Net;
using System.Net.Sockets;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.EndToEnd.Tests;

public sealed class Kills_should
{
    private const int Events = 6_000;
    private const int PassedOver = 1_000;
    private const int Sent = Events - PassedOver;
    private const int EventsPerBatch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Neither_lose_nor_double_an_event()
    {
        await using var process = new KillableProcess(("ReconcileSchedule", "* * * * * *"), ("Ingest__Grace", "00:00:01"));
        await process.Start();
        var api = new ApiClient(() => process.Endpoints);
        await api.PublishPrices();
        var account = await api.OpenAccount(credits: 1_000_000);

        // Each kill waits for so many debits, so that it comes in the middle of the work, wherever that is.
        var sending = Send(process, account, 1..(Sent + 1));
        var moments = Enumerable.Range(0, 5).Select(_ => Random.Shared.Next(Sent)).Order().ToArray();
        for (var i = 0; i < moments.Length; i++)
        {
            await Insist(() => api.UntilDebits(account, moments[i]));
            if (i % 2 == 0) await process.KillWorker();
            else if (i == 1) await process.KillAndRestart(() => HubAlone.Take(process.DataDirectory, passedOver: hub => SendOnce(hub, account, (Sent + 1)..(Events + 1))));
            else await process.KillAndRestart();
        }

        await sending;
        await Insist(() => api.UntilDebits(account, Events));
        var ingest = await Insist(api.UntilSettled);

        var balance = await api.Balance(account);
        balance["debits"]!.GetValue<long>().ShouldBe(Events, $"kills at {string.Join(", ", moments)}");
        balance["burned"]!.GetValue<decimal>().ShouldBe(Enumerable.Range(1, Events).Sum(i => i * 0.001m));
        ingest["reRead"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(PassedOver, $"kills at {string.Join(", ", moments)}");
        (ingest["lost"]!.GetValue<long>(), ingest["deadLettered"]!.GetValue<long>()).ShouldBe((0, 0));
        ingest.List("partitions").ShouldAllBe(partition => partition.List("gaps").Count == 0 && partition.Number("bookedThrough") == partition.Number("lastEnqueued"));
        await api.ShouldVerify(account);
    }

    [Fact]
    public async Task Leave_every_address_as_it_was()
    {
        await using var process = new KillableProcess();
        await process.Start();
        var before = process.Endpoints;

        await process.KillAndRestartBeforeAzuriteHasEnded();

        process.Endpoints.ProcessId.ShouldNotBe(before.ProcessId);
        process.Endpoints.ShouldBe(before with { ProcessId = process.Endpoints.ProcessId });
    }

    // While a stack starts it may refuse connections or ask for patience, but no address is unknown.
    [Fact]
    public async Task Leave_no_address_unknown_while_the_stack_starts_again()
    {
        await using var process = new KillableProcess();
        await process.Start();
        using var http = new HttpClient();
        var health = $"{process.Endpoints.Api}/health";

        var restarting = process.KillAndRestart();
        var answers = new HashSet<HttpStatusCode>();
        while (!restarting.IsCompleted)
        {
            try
            {
                using var answer = await http.GetAsync(health);
                answers.Add(answer.StatusCode);
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
            {
                await Task.Yield(); // nobody listens yet
            }
        }

        await restarting;
        answers.ShouldNotBeEmpty();
        answers.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
    }

    private static async Task Send(KillableProcess process, string account, Range numbers)
    {
        foreach (var some in Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value).Chunk(EventsPerBatch))
            await Insist(() => SendOnce(process.Endpoints.EventHubs, account, some[0]..(some[^1] + 1)));
    }

    private static async Task<bool> SendOnce(string connection, string account, Range numbers)
    {
        var events = Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value)
            .Select(i => new EventData(Usage.Call(account, $"event-{i}", inputTokens: i, outputTokens: 0).ToJsonString()));
        await using var hub = new EventHubProducerClient(connection, HubAlone.Name);
        await hub.SendAsync(events, new SendEventOptions { PartitionKey = account });
        return true;
    }

    // What fails because the stack is down is done again when it is up; sending twice is what identities are for.
    private static async Task<T> Insist<T>(Func<Task<T>> attempt)
    {
        const int maxAttempts = 600;
        for (var left = maxAttempts; ; left--)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (left > 0 && e is HttpRequestException or EventHubsException or IOException or SocketException or ShouldAssertException or OperationCanceledException)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
