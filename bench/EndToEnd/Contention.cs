using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Credits.Bench.EndToEnd;

/// <summary>Many clients fight for one account, while and after which it is proven that nothing was oversold, lost or booked twice.</summary>
internal sealed class Contention(StackProcess stack, EventHubProducerClient hub, int clients, TimeSpan duration)
{
    private const string Account = "contended";
    private const int Held = 2;
    private const int TopUp = 500;

    private static readonly TimeSpan BetweenProofs = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Stopwatch _clock = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _milliseconds = new();
    private readonly Acknowledged _acknowledged = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private int _unavailable;

    /// <summary>Prints a row for each operation and what was proven; ends with 1 when a proof fails.</summary>
    public static async Task<int> Run(int clients, TimeSpan duration, CancellationToken cancellation)
    {
        await using var stack = await StackProcess.Start(cancellation);
        await stack.Ask(HttpMethod.Put, "rate-cards/default", LlmCalls.RateCardJson, cancellation);
        await stack.Ask(HttpMethod.Post, "rate-cards/default/publish", $$"""{"effectiveFrom":"{{DateTimeOffset.UtcNow.AddDays(-1):O}}"}""", cancellation);
        await using var hub = new EventHubProducerClient(stack.Endpoints.EventHubs, stack.Endpoints.UsageHub);
        return await new Contention(stack, hub, clients, duration).Run(cancellation);
    }

    private async Task<int> Run(CancellationToken cancellation)
    {
        await stack.Ask(HttpMethod.Put, $"accounts/{Account}", "{}", cancellation);
        await Grant(1, cancellation);

        _clock.Start();
        var proving = ProveMeanwhile(cancellation);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Use(client, cancellation)));
        await proving;
        var seconds = _clock.Elapsed.TotalSeconds;
        var balance = await UntilBooked(cancellation);
        Prove(balance);
        await Verify(cancellation);
        var entries = await Journal(cancellation);
        foreach (var fault in _acknowledged.FaultsOf(entries, balance)) _faults.Enqueue(fault);

        Console.WriteLine("| operation | requests | p50 ms | p99 ms | max ms |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, milliseconds) in _milliseconds.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var sorted = milliseconds.Order().ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {sorted.Length} | {Percentile.Of(sorted, 50):0.0} | {Percentile.Of(sorted, 99):0.0} | {sorted[^1]:0.0} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"clients={clients} seconds={seconds:0.0} requests={_milliseconds.Values.Sum(bag => bag.Count)} entries={entries.Count} unavailable={_unavailable} faults={_faults.Count}"));
        foreach (var fault in _faults) await Console.Error.WriteLineAsync(fault);
        return _faults.IsEmpty ? 0 : 1;
    }

    // Debits, some of them twice; holds captured with less, as much and more than they hold, released, or left to lapse; and events from the hub.
    private async Task Use(int client, CancellationToken cancellation)
    {
        for (var round = 0; _clock.Elapsed < duration; round++)
        {
            var name = $"{client}-{round}";
            await Debit($"debit-{name}", again: client % 8 == 0, cancellation);
            if (await Place($"captured-{name}", seconds: 600, cancellation)) await Capture($"captured-{name}", 1 + client % 3, mayHaveLapsed: false, cancellation);
            if (await Place($"released-{name}", seconds: 600, cancellation)) await Release($"released-{name}", cancellation);
            if (round % 4 == 0 && client % 8 == 1) await Place($"lapsed-{name}", seconds: 1, cancellation);
            if (await Place($"short-{name}", seconds: 1, cancellation)) await Capture($"short-{name}", Held, mayHaveLapsed: true, cancellation);

            await hub.SendAsync([new EventData(Event($"event-{name}", 1))], new SendEventOptions { PartitionKey = Account }, cancellation);
            _acknowledged.Debits[$"event-{name}"] = 0;
        }
    }

    private async Task Debit(string id, bool again, CancellationToken cancellation)
    {
        var body = Encoding.UTF8.GetString(Event(id, 1));
        await Ask("POST debits", HttpMethod.Post, "/debits", body, [200, 201], cancellation);
        _acknowledged.Debits[id] = 0;
        if (again) await Ask("POST debits again", HttpMethod.Post, "/debits", body, [200], cancellation);
    }

    private async Task<bool> Place(string hold, int seconds, CancellationToken cancellation)
    {
        var status = await Ask("POST holds", HttpMethod.Post, "/holds", $$"""{"id":"{{hold}}","amount":{{Held}},"seconds":{{seconds}}}""", [200, 201, 402, 409], cancellation);
        if (status >= 400) return false;
        _acknowledged.Placed[hold] = 0;
        return true;
    }

    private async Task Capture(string hold, int credits, bool mayHaveLapsed, CancellationToken cancellation)
    {
        int[] expected = mayHaveLapsed ? [200, 201, 409] : [200, 201];
        var status = await Ask("POST capture", HttpMethod.Post, $"/holds/{hold}/capture", Encoding.UTF8.GetString(Event($"capture-{hold}", credits)), expected, cancellation);
        if (status >= 400) return;
        _acknowledged.Captured[hold] = 0;
        _acknowledged.Debits[$"capture-{hold}"] = 0;
    }

    private async Task Release(string hold, CancellationToken cancellation)
    {
        await Ask("DELETE hold", HttpMethod.Delete, $"/holds/{hold}", null, [204], cancellation);
        _acknowledged.Released[hold] = 0;
    }

    // What a request that was turned away had booked all the same is then a repetition.
    private async Task<int> Ask(string name, HttpMethod method, string path, string? body, int[] expected, CancellationToken cancellation)
    {
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var (status, text) = await stack.Send(method, $"accounts/{Account}{path}", body, cancellation);
            _milliseconds.GetOrAdd(name, _ => []).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (status != 503)
            {
                if (!expected.Contains(status)) _faults.Enqueue($"{method} {path} was answered with {status}: {text}");
                return status;
            }

            Interlocked.Increment(ref _unavailable);
        }
    }

    // Tops the account up when it runs out, so that there is always something to fight for, and never enough for long.
    private async Task ProveMeanwhile(CancellationToken cancellation)
    {
        var (grants, sinceVerified) = (1, Stopwatch.StartNew());
        while (_clock.Elapsed < duration)
        {
            await Task.Delay(BetweenLooks, cancellation);
            var balance = await Balance(cancellation);
            Prove(balance);
            if (Of(balance, "available") == 0) await Grant(++grants, cancellation);
            if (sinceVerified.Elapsed < BetweenProofs) continue;
            await Verify(cancellation);
            sinceVerified.Restart();
        }
    }

    private void Prove(JsonNode balance)
    {
        var (left, held, overdraft) = (Of(balance, "balance"), Of(balance, "held"), Of(balance, "overdraft"));
        if (left < 0 || held < 0 || held > left) _faults.Enqueue($"Oversold: {balance.ToJsonString()}");
        if (Of(balance, "granted") != left + Of(balance, "burned") - overdraft) _faults.Enqueue($"Not conserved: {balance.ToJsonString()}");
    }

    private async Task Verify(CancellationToken cancellation)
    {
        var verification = await stack.Ask(HttpMethod.Get, $"accounts/{Account}/verify", null, cancellation);
        if (!verification["verified"]!.GetValue<bool>()) _faults.Enqueue($"The journal does not lead to its account: {verification.ToJsonString()}");
    }

    private async Task<JsonNode> UntilBooked(CancellationToken cancellation)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var balance = await Balance(cancellation);
            if (Of(balance, "debits") >= _acknowledged.Debits.Count || waiting.Elapsed > Patience) return balance;
            await Task.Delay(BetweenLooks, cancellation);
        }
    }

    private async Task<JsonNode> Balance(CancellationToken cancellation) =>
        (await stack.Ask(HttpMethod.Get, $"accounts/{Account}/balance", null, cancellation))["balances"]![0]!;

    private async Task<IReadOnlyList<JsonNode>> Journal(CancellationToken cancellation)
    {
        var (entries, cursor) = (new List<JsonNode>(), (string?)null);
        do
        {
            var page = await stack.Ask(HttpMethod.Get, $"accounts/{Account}/journal{(cursor is null ? "" : $"?cursor={Uri.EscapeDataString(cursor)}")}", null, cancellation);
            entries.AddRange(page["entries"]!.AsArray().OfType<JsonNode>());
            cursor = page["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return entries;
    }

    private async Task Grant(int number, CancellationToken cancellation)
    {
        await stack.Ask(HttpMethod.Post, $"accounts/{Account}/grants", $$"""{"id":"grant-{{number}}","kind":"purchase","amount":{{TopUp}}}""", cancellation);
        _acknowledged.Granted[$"grant-{number}"] = 0;
    }

    private static decimal Of(JsonNode balance, string name) => balance[name]!.GetValue<decimal>();

    private static byte[] Event(string id, int credits) => LlmCalls.ToJson(new(Model: 1, InputTokens: credits * 1_000, OutputTokens: 0), id, Account, DateTimeOffset.UtcNow);
}
