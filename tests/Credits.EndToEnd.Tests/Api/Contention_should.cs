using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Credits.EndToEnd.Tests.Api;

[Collection(RunningStack.Collection)]
public sealed class Contention_should(RunningStack running, ITestOutputHelper output)
{
    private const int Clients = 64;
    private const int RoundsPerClient = 5;
    private const decimal Granted = 1_000;

    private static readonly TimeSpan LastRoundBegins = TimeSpan.FromSeconds(12);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, byte> _debited = new();
    private readonly ConcurrentDictionary<string, byte> _held = new();
    private readonly ConcurrentDictionary<string, byte> _captured = new();
    private readonly ConcurrentDictionary<string, byte> _released = new();
    private readonly ConcurrentBag<double> _milliseconds = [];
    private int _unavailable;

    [Fact]
    public async Task Neither_oversell_an_account_nor_turn_anybody_away()
    {
        var account = await running.Api.OpenAccount(Granted);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Use(account, client)));
        await running.Api.UntilDebits(account, _debited.Count);

        var sorted = _milliseconds.Order().ToList();
        output.WriteLine(
            $"{sorted.Count} requests in {_clock.Elapsed.TotalSeconds:F1} s; p50 {sorted[sorted.Count / 2]:F0} ms, p99 {sorted[sorted.Count * 99 / 100]:F0} ms, " +
            $"longest {sorted[^1]:F0} ms; 503: {_unavailable}");
        await running.Api.ShouldVerify(account);
        ShouldBeInTheJournalOnce(await running.Api.Journal(account));
        var balance = await running.Api.Balance(account);
        balance.Number("granted").ShouldBe(balance.Number("balance") + balance.Number("burned") - balance.Number("overdraft"));
        balance.Number("held").ShouldBe(0);
        _unavailable.ShouldBe(0, "writers of one account in one instance have no reason to get in each other's way");
    }

    // Every client debits, captures holds with less, as much and more than they hold, releases them, and sends events, some of them twice or over both ways.
    private async Task Use(string account, int client)
    {
        for (var round = 0; round < RoundsPerClient && (round == 0 || _clock.Elapsed < LastRoundBegins); round++)
        {
            var name = $"{client}-{round}";
            var debit = Credits(account, $"debit-{name}", 1);
            await Ask(HttpMethod.Post, $"accounts/{account}/debits", debit, 201);
            _debited[$"debit-{name}"] = 0;
            if (client % 8 == 0) await Ask(HttpMethod.Post, $"accounts/{account}/debits", debit, 200);
            if (client % 8 == 1) await running.Send(account, debit);

            if (await Place(account, $"captured-{name}"))
            {
                await Ask(HttpMethod.Post, $"accounts/{account}/holds/captured-{name}/capture", Credits(account, $"capture-{name}", 1 + client % 3), 201);
                _captured[$"captured-{name}"] = 0;
                _debited[$"capture-{name}"] = 0;
            }

            if (await Place(account, $"released-{name}"))
            {
                await Ask(HttpMethod.Delete, $"accounts/{account}/holds/released-{name}", null, 204);
                _released[$"released-{name}"] = 0;
            }

            await running.Send(account, Credits(account, $"event-{name}", 1));
            _debited[$"event-{name}"] = 0;
        }
    }

    private async Task<bool> Place(string account, string hold)
    {
        var status = await Ask(HttpMethod.Post, $"accounts/{account}/holds", new() { ["id"] = hold, ["amount"] = 2 }, 201, 402, 409);
        if (status == 201) _held[hold] = 0;
        return status == 201;
    }

    private async Task<int> Ask(HttpMethod method, string path, JsonObject? body, params int[] expected)
    {
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await running.Api.Send(method, path, body?.ToJsonString());
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (answer.Status != 503)
            {
                // What a request that was turned away had booked all the same is then a repetition.
                expected.ShouldContain(answer.Status, $"{method} {path}: {answer.Text}");
                return answer.Status;
            }

            Interlocked.Increment(ref _unavailable);
        }
    }

    private void ShouldBeInTheJournalOnce(IReadOnlyList<JsonNode> entries)
    {
        Named(entries, "debited", entry => entry["event"]!.Text("id")).ShouldBe(_debited.Keys.Order());
        Named(entries, "held", entry => entry.Text("holdId")).ShouldBe(_held.Keys.Order());
        Named(entries, "released", entry => entry.Text("holdId")).ShouldBe(_released.Keys.Order());
        Named(entries.Where(entry => entry["holdId"] is not null), "debited", entry => entry.Text("holdId")).ShouldBe(_captured.Keys.Order());

        // Replayed by its own words: what is held is always there, and a capture within its hold never owes anything.
        var (left, held, holds) = (0m, 0m, new Dictionary<string, decimal>());
        foreach (var entry in entries)
        {
            var amount = entry["amount"]?.GetValue<decimal>() ?? 0;
            switch (entry.Text("kind"))
            {
                case "granted":
                    left += amount;
                    break;
                case "held":
                    holds.Add(entry.Text("holdId"), amount);
                    held += amount;
                    break;
                case "released":
                    holds.Remove(entry.Text("holdId"), out var freed).ShouldBeTrue();
                    held -= freed;
                    break;
                case "debited":
                    left -= amount - entry.Number("overdraft");
                    if (entry["holdId"] is null) break;
                    holds.Remove(entry.Text("holdId"), out var captured).ShouldBeTrue();
                    held -= captured;
                    entry.Number("overdraft").ShouldBeLessThanOrEqualTo(Math.Max(0, amount - captured));
                    break;
                default:
                    break;
            }

            held.ShouldBeInRange(0, left, $"at {entry.ToJsonString()}");
        }
    }

    private static IEnumerable<string> Named(IEnumerable<JsonNode> entries, string kind, Func<JsonNode, string> name) =>
        entries.Where(entry => entry.Text("kind") == kind).Select(name).Order();

    private static JsonObject Credits(string account, string id, int credits) => Usage.Call(account, id, inputTokens: credits * 1_000, outputTokens: 0);
}
