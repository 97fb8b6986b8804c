using System.Net;
using System.Net.Sockets;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.EndToEnd.Tests;

public sealed class Kills_should
{
    private const int Events = 6_000;
    private const int EventsPerBatch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Neither_lose_nor_double_an_event()
    {
        await using var process = new KillableProcess();
        await process.Start();
        var api = new ApiClient(() => process.Endpoints);
        await api.PublishPrices();
        var account = await api.OpenAccount(credits: 1_000_000);

        // Each kill waits for so many debits, so that it comes in the middle of the work, wherever that is.
        var sending = Send(process, account);
        var moments = Enumerable.Range(0, 8).Select(_ => Random.Shared.Next(Events)).Order().ToArray();
        for (var i = 0; i < moments.Length; i++)
        {
            await Insist(() => api.UntilDebits(account, moments[i]));
            if (i % 2 == 0) await process.KillWorker();
            else await process.KillAndRestart();
        }

        await sending;
        await Insist(() => api.UntilDebits(account, Events));
        await Insist(api.UntilSettled);

        var balance = await api.Balance(account);
        balance["debits"]!.GetValue<long>().ShouldBe(Events, $"kills at {string.Join(", ", moments)}");
        balance["burned"]!.GetValue<decimal>().ShouldBe(Enumerable.Range(1, Events).Sum(i => i * 0.001m));
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

    private static async Task Send(KillableProcess process, string account)
    {
        foreach (var numbers in Enumerable.Range(1, Events).Chunk(EventsPerBatch))
        {
            var events = numbers.Select(i => new EventData(Usage.Call(account, $"event-{i}", inputTokens: i, outputTokens: 0).ToJsonString())).ToArray();
            await Insist(async () =>
            {
                await using var hub = new EventHubProducerClient(process.Endpoints.EventHubs, process.Endpoints.UsageHub);
                await hub.SendAsync(events, new SendEventOptions { PartitionKey = account });
                return true;
            });
        }
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
