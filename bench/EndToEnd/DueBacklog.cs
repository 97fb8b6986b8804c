using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Queues;
using Credits.Booking;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.Due;
using Credits.Grants;
using Credits.Holds;
using Credits.Journal;
using Microsoft.Azure.Cosmos;

namespace Credits.Bench.EndToEnd;

/// <summary>Measures how fast timer, queue and worker book what time alone changes, for many idle accounts that are all due at once.</summary>
internal static class DueBacklog
{
    private const int ParallelSeeds = 16;
    private const int WithHold = 10; // one account in so many
    private const int Verified = 500;
    private const int MaxInstants = 1_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Prints a line; ends with 1 when an account was settled other than once.</summary>
    public static async Task<int> Run(int accounts, CancellationToken cancellation)
    {
        await using var stack = await StackProcess.Start(cancellation);
        using var cosmos = new CosmosClient(stack.Endpoints.Cosmos, new() { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
        var options = new AccountStoreOptions();
        var container = cosmos.GetContainer(options.Database, options.Container);
        var queue = new QueueClient(stack.Endpoints.Storage, DueChunks.Queue);

        // The API refuses a grant that has ended, so these are written below it; the worker stands still meanwhile.
        await stack.Signal("STOP", cancellation);
        await Seed(new(container), accounts, cancellation);
        var before = await stack.Statistics(cancellation);
        using var worker = Process.GetProcessById(before.WorkerProcessId!.Value);
        var memoryBefore = MemoryOf(worker);
        var watch = Stopwatch.StartNew();
        await stack.Signal("CONT", cancellation);

        var (longest, memory, sinceProgress, last) = (0, memoryBefore, Stopwatch.StartNew(), before.CosmosOperations);
        while (true)
        {
            var waiting = (await queue.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;
            (longest, memory) = (Math.Max(longest, waiting), Math.Max(memory, MemoryOf(worker)));
            var operations = (await stack.Statistics(cancellation)).CosmosOperations;
            if (operations != last) (last, sinceProgress) = (operations, Stopwatch.StartNew());
            if (sinceProgress.Elapsed > Patience) throw new TimeoutException($"Nothing was settled for {Patience}, and {waiting} chunks are on the queue.");
            if (waiting == 0 && await IsDone(container, cancellation)) break;
            await Task.Delay(Poll, cancellation);
        }

        var operationsPerAccount = (double)((await stack.Statistics(cancellation)).CosmosOperations - before.CosmosOperations) / accounts;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"accounts={accounts} seconds={watch.Elapsed.TotalSeconds:0.0} accounts_per_minute={accounts / watch.Elapsed.TotalMinutes:0} operations_per_account={operationsPerAccount:0.00} " +
            $"longest_queue={longest} worker_mb_before={memoryBefore} worker_mb_most={memory}"));
        return await Faults(stack, accounts, cancellation) == 0 ? 0 : 1;
    }

    private static Task Seed(AccountStore store, int accounts, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        return Parallel.ForEachAsync(
            Enumerable.Range(0, accounts),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelSeeds, CancellationToken = cancellation },
            async (number, stop) =>
            {
                var session = await store.LoadOrNew(IdOf(number), stop);
                using var chain = new HashChain();
                var commit = new PendingCommit(session.Account, now.AddDays(-2), chain);
                commit.Configure(new());
                // Ends that differ, as customers' do.
                var end = now.AddDays(-1).AddSeconds(number % MaxInstants);
                var amount = Credits.Of(10);
                var refused = commit.Grant(new() { Id = "g", Kind = GrantKind.Promo, Amount = amount, Remaining = amount, EffectiveAt = now.AddDays(-3), ExpiresAt = end }) is not null;
                if (number % WithHold == 0)
                {
                    var hold = new Hold { Id = "h", CreditType = CreditType.Default, Meter = null, Member = null, Portions = [], PlacedAt = now.AddDays(-2), ExpiresAt = end };
                    refused |= commit.Place(hold, Credits.Of(4)) is not null;
                }

                if (refused || !await store.Commit(session, commit, stop)) throw new InvalidOperationException($"Account {IdOf(number)} could not be made.");
            });
    }

    private static async Task<bool> IsDone(Container container, CancellationToken cancellation)
    {
        await foreach (var page in new AccountDirectory(container).Due(DateTimeOffset.UtcNow, cancellation))
            if (page.Count > 0) return false;

        return true;
    }

    // Spread over all accounts.
    private static async Task<int> Faults(StackProcess stack, int accounts, CancellationToken cancellation)
    {
        var faults = 0;
        for (var number = 0; number < accounts; number += Math.Max(1, accounts / Verified))
        {
            var id = IdOf(number);
            var entries = (await stack.Ask(HttpMethod.Get, $"accounts/{id}/journal", null, cancellation))["entries"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>()).ToList();
            var verified = (await stack.Ask(HttpMethod.Get, $"accounts/{id}/verify", null, cancellation))["verified"]!.GetValue<bool>();
            if (verified && entries.Count(kind => kind == "expired") == 1 && entries.Count(kind => kind == "released") == (number % WithHold == 0 ? 1 : 0)) continue;

            await Console.Error.WriteLineAsync($"{id} was settled other than once: {string.Join(", ", entries)}; verified: {verified}.");
            faults++;
        }

        return faults;
    }

    private static AccountId IdOf(int number) => AccountId.Parse(string.Create(CultureInfo.InvariantCulture, $"due-{number}"));

    private static long MemoryOf(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / (1024 * 1024);
    }
}
