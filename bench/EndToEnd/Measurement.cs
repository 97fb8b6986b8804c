using System.Diagnostics;
using System.Globalization;

namespace Credits.Bench.EndToEnd;

/// <summary>Sends events to a whole local stack and measures until all are booked; then checks every credit and every journal.</summary>
internal static class Measurement
{
    private const int WarmUpEvents = 100_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Prints a line for each run; ends with 1 when a credit or a seal is not as it must be.</summary>
    public static async Task<int> Run(Scenario scenario, int runs, CancellationToken cancellation)
    {
        await using var stack = await StackProcess.Start(cancellation);
        var start = DateTimeOffset.UtcNow;
        await stack.Ask(HttpMethod.Put, "rate-cards/default", LlmCalls.RateCardJson, cancellation);
        await stack.Ask(HttpMethod.Post, "rate-cards/default/publish", $$"""{"effectiveFrom":"{{start.AddDays(-1):O}}"}""", cancellation);

        // The just-in-time compiler has its best code only after the hot path has run for a while; that is no part of the figures.
        var exact = await RunOnce(stack, scenario with { Events = WarmUpEvents }, "warm-up", start, cancellation);
        for (var run = 1; run <= runs; run++) exact &= await RunOnce(stack, scenario, $"run-{run}", start, cancellation);
        return exact ? 0 : 1;
    }

    private static async Task<bool> RunOnce(StackProcess stack, Scenario scenario, string name, DateTimeOffset start, CancellationToken cancellation)
    {
        var workload = Workload.Of(scenario, name, start);
        await WorkloadAccounts.Open(stack, workload, start, cancellation);

        var before = await stack.Statistics(cancellation);
        using var allocations = Allocations.Of(before.WorkerProcessId!.Value);
        using var worker = Process.GetProcessById(before.WorkerProcessId!.Value);
        using var standIns = Process.GetProcessById(stack.Endpoints.ProcessId);
        if (scenario.Presend)
        {
            await stack.Signal("STOP", cancellation);
            await Sender.Send(stack, workload, cancellation);
        }

        var (workerBefore, standInsBefore, clientBefore) = (CpuOf(worker), CpuOf(standIns), Environment.CpuUsage.TotalTime);
        var watch = Stopwatch.StartNew();
        if (scenario.Presend) await stack.Signal("CONT", cancellation);
        else await Sender.Send(stack, workload, cancellation);
        await UntilSettled(stack, before.Settled + scenario.Events, cancellation);
        watch.Stop();
        var (workerCpu, standInsCpu, clientCpu) = (CpuOf(worker) - workerBefore, CpuOf(standIns) - standInsBefore, Environment.CpuUsage.TotalTime - clientBefore);

        var operations = (await stack.Statistics(cancellation)).CosmosOperations - before.CosmosOperations;
        var allocated = await allocations.Total(cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"scenario={scenario.Name} run={name} events={scenario.Events} seconds={watch.Elapsed.TotalSeconds:0.000} events_per_s={scenario.Events / watch.Elapsed.TotalSeconds:0} " +
            $"operations_per_event={(double)operations / scenario.Events:0.0000} worker_cpu_s={workerCpu.TotalSeconds:0.00} stand_ins_cpu_s={standInsCpu.TotalSeconds:0.00} " +
            $"client_cpu_s={clientCpu.TotalSeconds:0.00} worker_cpu_us_per_event={workerCpu.TotalMicroseconds / scenario.Events:0.0} gc_allocated_bytes_per_event={allocated / scenario.Events}"));
        return await IsExact(stack, workload, cancellation);
    }

    /// <summary>Waits until so many events are settled.</summary>
    internal static async Task UntilSettled(StackProcess stack, long settled, CancellationToken cancellation)
    {
        // Asked of the stand-ins: to ask the worker would be work for it.
        var (last, sinceProgress) = (-1L, Stopwatch.StartNew());
        while (true)
        {
            var now = (await stack.Statistics(cancellation)).Settled;
            if (now >= settled) return;
            if (now != last) (last, sinceProgress) = (now, Stopwatch.StartNew());
            if (sinceProgress.Elapsed > Patience) throw new TimeoutException($"Nothing was settled for {Patience}; {settled - now} events are left.");
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <summary>Whether every event is settled, every credit as it must be, and every journal verifies; says what is not.</summary>
    internal static async Task<bool> IsExact(StackProcess stack, Workload workload, CancellationToken cancellation)
    {
        var ingest = await stack.Ask(HttpMethod.Get, "ingest", null, cancellation);
        var lag = ingest["lag"]!.GetValue<long>();
        var dead = ingest["deadLettered"]!.GetValue<long>();
        var faults = lag == 0 && dead == 0 ? 0 : 1;
        if (faults > 0) await Console.Error.WriteLineAsync($"The lag is {lag}, and {dead} events became dead letters.");

        foreach (var shown in await WorkloadAccounts.Check(stack, workload, cancellation))
        {
            if (shown.Fault is null) continue;
            await Console.Error.WriteLineAsync(shown.Fault);
            faults++;
        }

        return faults == 0;
    }

    private static TimeSpan CpuOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
