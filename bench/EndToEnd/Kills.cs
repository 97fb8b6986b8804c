using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs.Producer;
using Credits.Local.EventHubs;
using Credits.Local.Host;
using Microsoft.Extensions.Logging.Abstractions;

namespace Credits.Bench.EndToEnd;

/// <summary>Kills the worker and the whole stack again and again while events are sent, moves checkpoints past what was never settled, and proves that every event was booked once.</summary>
internal sealed class Kills(StackProcess stack, Workload workload, int partitions, Random random)
{
    private const int Workers = 10;
    private const int Stacks = 3;
    private const int Accounts = 200;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    // A message has a minute before it is read again, and Reconcile runs every minute.
    private static readonly TimeSpan GapPatience = TimeSpan.FromMinutes(5);

    private readonly InsistentSender _sender = new(stack, workload.Messages);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _passedOver;

    /// <summary>Prints each kill, what became of the events and what was proven; ends with 1 when a proof fails.</summary>
    public static async Task<int> Run(int events, int seed, CancellationToken cancellation)
    {
        Console.WriteLine($"seed={seed}");
        await using var stack = await StackProcess.Start(cancellation);
        var start = DateTimeOffset.UtcNow;
        await stack.Ask(HttpMethod.Put, "rate-cards/default", LlmCalls.RateCardJson, cancellation);
        await stack.Ask(HttpMethod.Post, "rate-cards/default/publish", $$"""{"effectiveFrom":"{{start.AddDays(-1):O}}"}""", cancellation);

        var many = Workload.Of(new(events / 2, Accounts, seed, Presend: false), "many", start);
        var workload = many.And(Workload.Of(new(events - events / 2, Accounts: 1, seed, Presend: false), "hot", start));
        await WorkloadAccounts.Open(stack, workload, start, cancellation);
        await using var hub = new EventHubProducerClient(stack.Endpoints.EventHubs, stack.Endpoints.UsageHub);
        var partitions = (await hub.GetPartitionIdsAsync(cancellation)).Length;
        return await new Kills(stack, workload, partitions, new(seed)).Run(cancellation);
    }

    private async Task<int> Run(CancellationToken cancellation)
    {
        foreach (var kill in KillPlan.Of(workload.Messages.Length, Workers, Stacks, random))
        {
            var sending = _sender.Send(kill.Stretch, partitions, cancellation);
            while (_sender.Acknowledged < kill.AfterEvents && !sending.IsCompleted) await Task.Delay(Poll, cancellation);
            await Task.Delay(kill.Pause, cancellation);
            await (kill.Victim == Victim.Worker ? KillWorker(cancellation) : stack.KillAndRestart(PassOver, cancellation));
            await sending;
            await UntilReady(cancellation);
        }

        var sent = _clock.Elapsed;
        var ingest = await UntilClosed(cancellation);
        var closed = _clock.Elapsed - sent;
        var shown = await WorkloadAccounts.Check(stack, workload, cancellation);
        var deadLetters = (await stack.Ask(HttpMethod.Get, "dead-letters", null, cancellation))["deadLetters"]!.AsArray();

        string[] faults = [.. FaultsOf(ingest), .. deadLetters.Select(letter => $"A dead letter: {letter!.ToJsonString()}"), .. shown.Select(account => account.Fault).OfType<string>()];
        var messages = ingest["partitions"]!.AsArray().Sum(partition => Number(partition!, "lastEnqueued") + 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"events={workload.Messages.Length} accounts={workload.Expected.Length} worker_kills={Workers} stack_kills={Stacks} seconds={sent.TotalSeconds:0.0} seconds_until_closed={closed.TotalSeconds:0.0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"messages={messages} resent={_sender.Resent} passed_over={_passedOver} re_read={Number(ingest, "reRead")} lost={Number(ingest, "lost")} dead_letters={deadLetters.Count} duplicates={Number(ingest, "duplicates")}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"debits={shown.Sum(account => account.Debits)} of {workload.Expected.Sum(account => account.Debits)} burned={shown.Sum(account => account.Burned)} of {workload.Expected.Sum(account => account.Millionths) / 1_000_000m} faults={faults.Length}"));
        foreach (var fault in faults) await Console.Error.WriteLineAsync(fault);
        return faults.Length == 0 ? 0 : 1;
    }

    private async Task KillWorker(CancellationToken cancellation)
    {
        var before = (await stack.Statistics(cancellation)).WorkerProcessId;
        await stack.Signal("KILL", cancellation);
        Console.WriteLine($"{_clock.Elapsed.TotalSeconds,6:0.0} s: worker {before} killed after {_sender.Acknowledged} events");
        while ((await stack.Statistics(cancellation)).WorkerProcessId == before) await Task.Delay(Poll, cancellation);
    }

    // As Azure's trigger may: its checkpoint is past a batch whose process was killed. Here, past everything that the hub holds.
    private async Task PassOver()
    {
        await using var endpoint = await EventHubsEndpoint.Start(
            Path.Combine(stack.DataDirectory, "event-hubs"), 0, [new(stack.Endpoints.UsageHub, partitions)], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var checkpoints = new Checkpoints(Path.Combine(stack.DataDirectory, "checkpoints"), TimeProvider.System);
        var passedOver = 0L;
        foreach (var partition in endpoint.Hubs.Single().Partitions)
        {
            passedOver += partition.LastSequenceNumber - checkpoints.Read(stack.Endpoints.UsageHub, partition.PartitionId);
            checkpoints.Write(stack.Endpoints.UsageHub, partition.PartitionId, partition.LastSequenceNumber);
        }

        _passedOver += passedOver;
        Console.WriteLine($"{_clock.Elapsed.TotalSeconds,6:0.0} s: stack killed after {_sender.Acknowledged} events; checkpoints moved past {passedOver} messages");
    }

    private async Task UntilReady(CancellationToken cancellation)
    {
        for (var waiting = Stopwatch.StartNew(); (await stack.Statistics(cancellation)).WorkerProcessId is null;)
        {
            if (waiting.Elapsed > StartPatience) throw new TimeoutException($"No worker was ready within {StartPatience}.");
            await Task.Delay(Poll, cancellation);
        }
    }

    // Or what there is when patience ends: then the proofs tell what is missing.
    private async Task<JsonNode> UntilClosed(CancellationToken cancellation)
    {
        for (var waiting = Stopwatch.StartNew(); ;)
        {
            var ingest = await stack.Ask(HttpMethod.Get, "ingest", null, cancellation);
            if (waiting.Elapsed > GapPatience || ingest["partitions"]!.AsArray().All(partition => IsClosed(partition!))) return ingest;
            await Task.Delay(BetweenLooks, cancellation);
        }
    }

    private static IEnumerable<string> FaultsOf(JsonNode ingest)
    {
        foreach (var partition in ingest["partitions"]!.AsArray().Where(partition => !IsClosed(partition!))) yield return $"Not settled within {GapPatience}: {partition!.ToJsonString()}";
        if (Number(ingest, "lost") > 0) yield return $"{Number(ingest, "lost")} messages are lost.";
        if (Number(ingest, "deadLettered") > 0) yield return $"{Number(ingest, "deadLettered")} events became dead letters.";
        if (Number(ingest, "reRead") == 0) yield return "Nothing was read again: the kills left no gap, so nothing is proven of closing one.";
    }

    private static bool IsClosed(JsonNode partition) => partition["gaps"]!.AsArray().Count == 0 && Number(partition, "bookedThrough") == Number(partition, "lastEnqueued");

    private static long Number(JsonNode node, string name) => node[name]!.GetValue<long>();
}
