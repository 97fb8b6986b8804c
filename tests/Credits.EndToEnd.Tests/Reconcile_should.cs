using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.EndToEnd.Tests;

/// <summary>Azure's trigger moves its checkpoint past a batch whose process was killed. Here it is moved by hand, past events that nobody has settled.</summary>
public sealed class Reconcile_should : IDisposable
{
    private const int Events = 3_000;

    private static readonly Dictionary<string, string> Soon = new() { ["ReconcileSchedule"] = "* * * * * *", ["Ingest__Grace"] = "00:00:01" };

    private readonly string _data = Directory.CreateTempSubdirectory("credits-reconcile-").FullName;

    [Fact]
    public async Task Book_every_event_that_the_trigger_passed_over_exactly_once()
    {
        string account;
        long reRead;
        await using (var stack = await Start())
        {
            var api = new ApiClient(() => stack.Endpoints);
            await api.PublishPrices();
            account = await api.OpenAccount(credits: 1_000_000);
            await Send(stack.Endpoints.EventHubs, account, 0..1_000);
            await api.UntilDebits(account, 1_000);
            reRead = (await api.UntilSettled())["reRead"]!.GetValue<long>(); // what the trigger, with the worker's first batch, was slower than a second with
        }

        // Events come while nobody works them off, and the trigger's checkpoint is then behind all of them.
        await HubAlone.Take(_data, passedOver: hub => Send(hub, account, 1_000..2_000), left: hub => Send(hub, account, 2_000..Events));

        await using (var stack = await Start())
        {
            var api = new ApiClient(() => stack.Endpoints);
            await api.UntilDebits(account, Events);
            var ingest = await api.UntilSettled();

            // At its start the trigger has not gone on for a while, so what is its own work may be read again too: whoever comes second finds duplicates.
            (ingest["reRead"]!.GetValue<long>() - reRead).ShouldBeInRange(1_000, 2_000);
            (ingest["booked"]!.GetValue<long>(), ingest["lost"]!.GetValue<long>(), ingest["deadLettered"]!.GetValue<long>()).ShouldBe((Events, 0, 0));
            ingest["partitions"]!.AsArray().ShouldAllBe(partition => partition!["gaps"]!.AsArray().Count == 0);
            (await api.Balance(account)).Number("burned").ShouldBe(Enumerable.Range(0, Events).Sum(i => i * 0.001m));
            await api.ShouldVerify(account);
        }
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<LocalStack> Start() =>
        LocalStack.Start(new() { DataDirectory = _data, Settings = Soon }, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task Send(string hub, string account, Range numbers)
    {
        await using var producer = new EventHubProducerClient(hub, HubAlone.Name);
        foreach (var some in Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value).Chunk(250))
        {
            await producer.SendAsync(
                some.Select(i => new EventData(Usage.Call(account, $"event-{i}", inputTokens: i, outputTokens: 0).ToJsonString())), new SendEventOptions { PartitionKey = account });
        }
    }
}
