using System.Globalization;

namespace Credits.Bench.EndToEnd;

/// <summary>Steady traffic on a whole local stack, with and without a wait for fuller batches; then every credit and every journal is checked.</summary>
internal static class Steady
{
    private const string Setting = "AzureFunctionsJobHost__extensions__eventHubs__";
    private const int EntriesPerPage = 500;

    // One account a partition: each gets a checkpoint, without which the host does not wait, and the worker has compiled its hot path.
    private static readonly Scenario WarmUp = new(Events: 20_000, Accounts: 4, Seed: 1, Presend: false);

    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    /// <summary>Prints a line for each wait; ends with 1 when a credit or a seal is not as it must be.</summary>
    public static async Task<int> Run(int perSecond, int accounts, int seconds, int[] waits, int minBatch, CancellationToken cancellation)
    {
        var exact = true;
        foreach (var wait in waits) exact &= await Run(new(perSecond * seconds, accounts, Seed: 1, Presend: false), perSecond, wait, minBatch, cancellation);
        return exact ? 0 : 1;
    }

    private static async Task<bool> Run(Scenario scenario, int perSecond, int wait, int minBatch, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string?>
        {
            [Setting + "minEventBatchSize"] = wait == 0 ? "1" : minBatch.ToString(CultureInfo.InvariantCulture),
            [Setting + "maxWaitTime"] = TimeSpan.FromSeconds(wait).ToString(),
        };
        await using var stack = await StackProcess.Start(cancellation, settings: settings);
        var start = DateTimeOffset.UtcNow;
        await stack.Ask(HttpMethod.Put, "rate-cards/default", LlmCalls.RateCardJson, cancellation);
        await stack.Ask(HttpMethod.Post, "rate-cards/default/publish", $$"""{"effectiveFrom":"{{start.AddDays(-1):O}}"}""", cancellation);
        var warmUp = Workload.Of(WarmUp, "warm-up", start);
        await WorkloadAccounts.Open(stack, warmUp, start, cancellation);
        await WorkloadAccounts.Open(stack, Workload.Even(scenario, "steady", start, perSecond), start, cancellation);
        await Sender.Send(stack, warmUp, cancellation);
        await Measurement.UntilSettled(stack, WarmUp.Events, cancellation);

        var from = DateTimeOffset.UtcNow + Lead;
        var workload = Workload.Even(scenario, "steady", from, perSecond);
        var before = await stack.Statistics(cancellation);
        await Sender.Pace(stack, workload, from, perSecond, cancellation);
        await Measurement.UntilSettled(stack, before.Settled + scenario.Events, cancellation);
        var after = await stack.Statistics(cancellation);

        var (commits, ages) = await Journals(stack, workload, cancellation);
        var (events, batches) = ((double)scenario.Events, after.Batches - before.Batches);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"wait_s={wait} events={scenario.Events} events_per_s={perSecond} accounts={scenario.Accounts} batches={batches} events_per_batch={events / batches:0.00} commits={commits} " +
            $"events_per_commit={events / commits:0.00} operations_per_event={(after.CosmosOperations - before.CosmosOperations) / events:0.000} " +
            $"age_p50_s={Percentile.Of(ages, 50):0.000} age_p99_s={Percentile.Of(ages, 99):0.000} age_max_s={ages[^1]:0.000}"));
        return await Measurement.IsExact(stack, workload, cancellation);
    }

    // Entries of one commit are booked at one time, and an event's own time is when it was to be sent.
    private static async Task<(int Commits, double[] Ages)> Journals(StackProcess stack, Workload workload, CancellationToken cancellation)
    {
        var (commits, ages) = (0, new List<double>());
        foreach (var account in workload.Expected)
        {
            var booked = new HashSet<DateTimeOffset>();
            for (string? page = $"accounts/{account.Account}/journal?meter={LlmCalls.Meter}&limit={EntriesPerPage}"; page is not null;)
            {
                var journal = await stack.Ask(HttpMethod.Get, page, null, cancellation);
                foreach (var entry in journal["entries"]!.AsArray())
                {
                    var at = entry!["bookedAt"]!.GetValue<DateTimeOffset>();
                    booked.Add(at);
                    ages.Add((at - entry["event"]!["time"]!.GetValue<DateTimeOffset>()).TotalSeconds);
                }

                page = journal["cursor"] is { } cursor ? $"accounts/{account.Account}/journal?meter={LlmCalls.Meter}&limit={EntriesPerPage}&cursor={cursor}" : null;
            }

            commits += booked.Count;
        }

        return (commits, [.. ages.Order()]);
    }
}
