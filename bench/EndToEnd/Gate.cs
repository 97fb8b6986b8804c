using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Credits.Bench.EndToEnd;

/// <summary>Measures what an app waits for in its own request path: each operation over HTTP, in a whole local stack.</summary>
internal static class Gate
{
    // An account has at most 50 open holds, and every hold of a round is placed before the first is captured.
    private const int RequestsPerRound = 48;
    private const int WarmUpRounds = 15;
    private const int Rounds = 20;
    private const int ManyAccounts = 200;
    private const int ManyClients = 16;
    private const string Data = """{"model":"model-3","inputTokens":1000,"outputTokens":200}""";

    private static readonly Operation[] Operations =
    [
        new("GET check", HttpMethod.Get, (account, _) => ($"accounts/{account}/check?meter={LlmCalls.Meter}&model=model-3&inputTokens=1000&outputTokens=200", null)),
        new("POST estimate", HttpMethod.Post, (account, _) => ($"accounts/{account}/estimate", $$"""{"events":[{"meter":"{{LlmCalls.Meter}}","data":{{Data}}}]}""")),
        new("POST holds", HttpMethod.Post, (account, id) => ($"accounts/{account}/holds", $$"""{"id":"{{id}}","amount":5,"meter":"{{LlmCalls.Meter}}"}""")),
        new("POST capture", HttpMethod.Post, (account, id) => ($"accounts/{account}/holds/{id}/capture", Event(account, $"capture-{id}"))),
        new("POST debits", HttpMethod.Post, (account, id) => ($"accounts/{account}/debits", Event(account, $"debit-{id}"))),
    ];

    /// <summary>Prints a row for each operation, number of clients and number of accounts; ends with 1 when a journal does not verify.</summary>
    public static async Task<int> Run(CancellationToken cancellation)
    {
        await using var stack = await StackProcess.Start(cancellation);
        await stack.Ask(HttpMethod.Put, "rate-cards/default", LlmCalls.RateCardJson, cancellation);
        await stack.Ask(HttpMethod.Post, "rate-cards/default/publish", $$"""{"effectiveFrom":"{{DateTimeOffset.UtcNow.AddDays(-1):O}}"}""", cancellation);
        var accounts = Enumerable.Range(0, ManyAccounts).Select(number => $"gate-{number}").ToArray();
        foreach (var account in accounts)
        {
            await stack.Ask(HttpMethod.Put, $"accounts/{account}", "{}", cancellation);
            await stack.Ask(HttpMethod.Post, $"accounts/{account}/grants", """{"id":"first","kind":"purchase","amount":1000000}""", cancellation);
        }

        await Measure(stack, accounts, ManyClients, "warm-up", WarmUpRounds, cancellation);
        Console.WriteLine("| operation | accounts | clients | p50 ms | p95 ms | p99 ms | max ms | Cosmos DB operations per request |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var some in new[] { accounts[..1], accounts })
            foreach (var clients in new[] { 1, ManyClients })
            {
                var tallies = await Measure(stack, some, clients, $"{some.Length}-{clients}", Rounds, cancellation);
                foreach (var (operation, tally) in Operations.Zip(tallies)) Console.WriteLine(tally.Row($"{operation.Name} | {some.Length} | {clients}"));
            }

        var faults = 0;
        foreach (var account in accounts)
        {
            var verification = await stack.Ask(HttpMethod.Get, $"accounts/{account}/verify", null, cancellation);
            if (verification["verified"]!.GetValue<bool>()) continue;
            await Console.Error.WriteLineAsync($"The journal of {account} does not lead to its account: {verification}");
            faults++;
        }

        return faults == 0 ? 0 : 1;
    }

    // The operations take turns, so that what else the machine does meanwhile falls on all of them.
    private static async Task<Tally[]> Measure(StackProcess stack, string[] accounts, int clients, string name, int rounds, CancellationToken cancellation)
    {
        var tallies = Operations.Select(_ => new Tally()).ToArray();
        for (var round = 0; round < rounds; round++)
            foreach (var (operation, tally) in Operations.Zip(tallies))
            {
                var before = (await stack.Statistics(cancellation)).CosmosOperations;
                var numbers = Enumerable.Range(round * RequestsPerRound, RequestsPerRound);
                await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellation }, async (number, _) =>
                {
                    var (path, body) = operation.Request(accounts[number % accounts.Length], $"{name}-{number}");
                    var start = Stopwatch.GetTimestamp();
                    await stack.Ask(operation.Method, path, body, cancellation);
                    tally.Milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                });
                tally.CosmosOperations += (await stack.Statistics(cancellation)).CosmosOperations - before;
            }

        return tallies;
    }

    private static string Event(string account, string id) =>
        Encoding.UTF8.GetString(LlmCalls.ToJson(new(Model: 3, InputTokens: 1_000, OutputTokens: 200), id, account, DateTimeOffset.UtcNow));

    private sealed record Operation(string Name, HttpMethod Method, Func<string, string, (string Path, string? Body)> Request);

    private sealed class Tally
    {
        public ConcurrentBag<double> Milliseconds { get; } = [];

        public long CosmosOperations { get; set; }

        public string Row(string name)
        {
            var sorted = Milliseconds.Order().ToArray();
            return string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {Percentile.Of(sorted, 50):0.0} | {Percentile.Of(sorted, 95):0.0} | {Percentile.Of(sorted, 99):0.0} | {sorted[^1]:0.0} | {(double)CosmosOperations / sorted.Length:0.00} |");
        }
    }
}
