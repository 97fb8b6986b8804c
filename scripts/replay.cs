// Sends a CSV of model calls as usage events and waits until every one is booked.
//
//   dotnet run scripts/replay.cs -- --trace FILE.csv --accounts 100 --endpoints DIR/endpoints.json
//
// The file has a header and the columns TIMESTAMP, input tokens, output tokens. Rows become events "row-1", "row-2", …, so a second run
// with the same prefix resends the same events: it burns nothing. Times are moved so that the trace ended just before the first run.

#:package Azure.Messaging.EventHubs
#:package CsvHelper
#:package Spectre.Console
#:package System.CommandLine
#:property PublishAot=false

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using CsvHelper;
using Spectre.Console;

var trace = new Option<FileInfo>("--trace") { Description = "CSV with a header: TIMESTAMP, input tokens, output tokens", Required = true };
var accounts = new Option<int>("--accounts") { Description = "How many accounts the rows are dealt to, one after the other", DefaultValueFactory = _ => 1 };
var prefix = new Option<string>("--prefix") { Description = "Accounts are PREFIX-1 … PREFIX-N, the rate card is PREFIX", DefaultValueFactory = _ => "replay" };
var endpoints = new Option<FileInfo>("--endpoints") { Description = "The file that `local -- serve` writes", DefaultValueFactory = _ => new(Path.Combine("local", ".data", "endpoints.json")) };
var inputRate = new Option<decimal>("--input-rate") { Description = "Credits per 1,000 input tokens", DefaultValueFactory = _ => 1 };
var outputRate = new Option<decimal>("--output-rate") { Description = "Credits per 1,000 output tokens", DefaultValueFactory = _ => 3 };
var grant = new Option<decimal>("--grant") { Description = "Credits granted to each account", DefaultValueFactory = _ => 1_000_000 };
var patience = new Option<int>("--patience") { Description = "Seconds without any progress after which to give up", DefaultValueFactory = _ => 120 };

var command = new RootCommand("Replays model calls as usage events.") { trace, accounts, prefix, endpoints, inputRate, outputRate, grant, patience };
command.SetAction(async (arguments, cancellation) =>
{
    using var replay = new Replay(
        arguments.GetValue(trace)!, arguments.GetValue(accounts), arguments.GetValue(prefix)!, arguments.GetValue(endpoints)!,
        arguments.GetValue(inputRate), arguments.GetValue(outputRate), arguments.GetValue(grant),
        TimeSpan.FromSeconds(arguments.GetValue(patience)));
    return await replay.Run(cancellation);
});
return await command.Parse(args).InvokeAsync();

internal sealed record Call(int Row, TimeSpan Offset, long InputTokens, long OutputTokens);

internal sealed record Endpoints(Uri Api, string ApiKey, string EventHubs, string UsageHub, Uri? Statistics);

internal sealed class Replay(
    FileInfo trace, int accounts, string prefix, FileInfo endpointsFile, decimal inputRate, decimal outputRate, decimal grant, TimeSpan patience) : IDisposable
{
    private const int EventsPerBatch = 500;
    private const int ParallelSenders = 4;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public async Task<int> Run(CancellationToken cancellation)
    {
        var calls = ReadTrace();
        var start = await PrepareRateCard(calls[^1].Offset, cancellation);
        await Parallel.ForEachAsync(Accounts(), cancellation, (account, stop) => PrepareAccount(account, start, stop));

        var before = await Figures(cancellation);
        var operationsBefore = await Operations(cancellation);
        var watch = Stopwatch.StartNew();
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                await Send(calls, start, progress.AddTask("Sent", maxValue: calls.Count), cancellation);
                await AwaitBooked(progress.AddTask("Settled", maxValue: calls.Count), before, calls.Count, cancellation);
            });
        watch.Stop();

        var after = await Figures(cancellation);
        var operations = await Operations(cancellation) - operationsBefore;
        await Verify(cancellation);

        var entries = after.Debits - before.Debits;
        var deadLetters = after.DeadLettered - before.DeadLettered;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"events={calls.Count} entries={entries} credits={after.Burned - before.Burned:0.######} duplicates={calls.Count - entries - deadLetters} " +
            $"dead_letters={deadLetters} events_per_s={calls.Count / watch.Elapsed.TotalSeconds:0} " +
            $"operations_per_event={(operations is { } count ? ((double)count / calls.Count).ToString("0.###", CultureInfo.InvariantCulture) : "unknown")}"));
        return 0;
    }

    public void Dispose() => _http.Dispose();

    private List<Call> ReadTrace()
    {
        using var reader = new CsvReader(trace.OpenText(), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        var rows = new List<(DateTime At, long Input, long Output)>();
        while (reader.Read())
            rows.Add((DateTime.Parse(reader.GetField(0)!, CultureInfo.InvariantCulture), reader.GetField<long>(1), reader.GetField<long>(2)));

        if (rows.Count == 0) throw new InvalidDataException($"{trace} has no rows.");
        var first = rows.Min(row => row.At);
        return [.. rows.Select((row, i) => new Call(i + 1, row.At - first, row.Input, row.Output))];
    }

    // The version's moment of effect is the trace's start: a later run finds it there and makes the very same events.
    private async Task<DateTimeOffset> PrepareRateCard(TimeSpan duration, CancellationToken cancellation)
    {
        var component = (string quantity, decimal credits) => new JsonObject { ["quantity"] = quantity, ["credits"] = credits, ["per"] = 1000 };
        var rates = new JsonArray(new JsonObject
        {
            ["meter"] = "llm.call",
            ["components"] = new JsonArray(component("inputTokens", inputRate), component("outputTokens", outputRate)),
        });

        var versions = await Ask(HttpMethod.Get, $"rate-cards/{prefix}/versions", null, cancellation);
        if (versions?["versions"]?.AsArray() is [{ } published, ..])
            return DateTimeOffset.Parse(published["effectiveFrom"]!.GetValue<string>(), CultureInfo.InvariantCulture);

        var now = DateTimeOffset.UtcNow;
        var start = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero) - duration - TimeSpan.FromMinutes(1);
        await Ask(HttpMethod.Put, $"rate-cards/{prefix}", new() { ["rates"] = rates }, cancellation);
        await Ask(HttpMethod.Post, $"rate-cards/{prefix}/publish", new() { ["effectiveFrom"] = start.ToString("O") }, cancellation);
        return start;
    }

    private async ValueTask PrepareAccount(string account, DateTimeOffset start, CancellationToken cancellation)
    {
        await Ask(HttpMethod.Put, $"accounts/{account}", new() { ["name"] = "Replay", ["rateCard"] = prefix }, cancellation);
        await Ask(HttpMethod.Post, $"accounts/{account}/grants",
            new() { ["id"] = "replay", ["kind"] = "purchase", ["amount"] = grant, ["effectiveAt"] = start.ToString("O") }, cancellation);
    }

    private async Task Send(List<Call> calls, DateTimeOffset start, ProgressTask progress, CancellationToken cancellation)
    {
        var byAccount = calls.GroupBy(call => $"{prefix}-{((call.Row - 1) % accounts) + 1}");
        await Parallel.ForEachAsync(byAccount, new ParallelOptions { MaxDegreeOfParallelism = ParallelSenders, CancellationToken = cancellation }, async (account, stop) =>
        {
            foreach (var chunk in account.Chunk(EventsPerBatch))
            {
                var events = chunk.Select(call => ToEvent(account.Key, call, start)).ToArray();
                await Insist(async () =>
                {
                    var endpoints = ReadEndpoints();
                    await using var producer = new EventHubProducerClient(endpoints.EventHubs, endpoints.UsageHub);
                    await producer.SendAsync(events, new SendEventOptions { PartitionKey = account.Key }, stop);
                    return true;
                }, stop);
                progress.Increment(chunk.Length);
            }
        });
    }

    private EventData ToEvent(string account, Call call, DateTimeOffset start) => new(new JsonObject
    {
        ["specversion"] = "1.0",
        ["id"] = $"row-{call.Row}",
        ["source"] = $"/replay/{prefix}",
        ["type"] = "llm.call",
        ["subject"] = account,
        ["time"] = (start + call.Offset).ToString("O"),
        ["data"] = new JsonObject { ["inputTokens"] = call.InputTokens, ["outputTokens"] = call.OutputTokens },
    }.ToJsonString());

    // Booked when every partition is settled through the last message it holds now.
    private async Task AwaitBooked(ProgressTask progress, RunFigures before, int events, CancellationToken cancellation)
    {
        var goal = (await Ingest(cancellation)).Partitions.ToDictionary(partition => partition.Id, partition => partition.LastEnqueued);
        var (sinceProgress, lastSettled) = (Stopwatch.StartNew(), -1L);
        while (true)
        {
            var ingest = await Ingest(cancellation);
            if (ingest.Partitions.All(partition => partition.BookedThrough >= goal[partition.Id])) break;

            progress.Value = Math.Min(events, ingest.Settled - before.Settled);
            if (ingest.Settled != lastSettled) (lastSettled, sinceProgress) = (ingest.Settled, Stopwatch.StartNew());
            if (sinceProgress.Elapsed > patience) throw new TimeoutException($"Nothing was booked for {patience.TotalSeconds} s; see GET /ingest and the host's log.");
            await Task.Delay(PollInterval, cancellation);
        }

        progress.Value = events;
    }

    private async Task<RunFigures> Figures(CancellationToken cancellation)
    {
        var (debits, burned) = (0L, 0m);
        foreach (var account in Accounts())
        {
            var balance = await Ask(HttpMethod.Get, $"accounts/{account}/balance", null, cancellation);
            foreach (var type in balance!["balances"]!.AsArray())
            {
                debits += type!["debits"]!.GetValue<long>();
                burned += type["burned"]!.GetValue<decimal>();
            }
        }

        var ingest = await Ingest(cancellation);
        return new(debits, burned, ingest.Settled, ingest.DeadLettered);
    }

    private async Task<IngestFigures> Ingest(CancellationToken cancellation)
    {
        var ingest = (await Ask(HttpMethod.Get, "ingest", null, cancellation))!;
        var dead = ingest["deadLettered"]!.GetValue<long>();
        return new(
            ingest["booked"]!.GetValue<long>() + ingest["duplicates"]!.GetValue<long>() + dead, dead,
            [.. ingest["partitions"]!.AsArray().Select(item =>
                new PartitionFigures(item!["id"]!.GetValue<string>(), item["lastEnqueued"]!.GetValue<long>(), item["bookedThrough"]!.GetValue<long>()))]);
    }

    private async Task<long?> Operations(CancellationToken cancellation)
    {
        if (ReadEndpoints().Statistics is not { } url) return null;
        return await Insist(async () => (await _http.GetFromJsonAsync<JsonObject>(url, cancellation))!["cosmosOperations"]!.GetValue<long>(), cancellation);
    }

    private async Task Verify(CancellationToken cancellation)
    {
        foreach (var account in Accounts())
        {
            var verdict = await Ask(HttpMethod.Get, $"accounts/{account}/verify", null, cancellation);
            if (!verdict!["verified"]!.GetValue<bool>()) throw new InvalidDataException($"The journal of {account} does not lead to its account: {verdict}");
        }

        Console.WriteLine($"Journals verified: {accounts} (replayed from zero, every hash and balance agrees)");
    }

    private IEnumerable<string> Accounts() => Enumerable.Range(1, accounts).Select(number => $"{prefix}-{number}");

    private Task<JsonNode?> Ask(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation) => Insist(async () =>
    {
        var endpoints = ReadEndpoints();
        using var request = new HttpRequestMessage(method, $"{endpoints.Api}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoints.ApiKey);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await _http.SendAsync(request, cancellation);
        var answer = await response.Content.ReadAsStringAsync(cancellation);
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.TooManyRequests) throw new HttpRequestException(answer);
        return response.IsSuccessStatusCode ? JsonNode.Parse(answer) : throw new InvalidDataException($"{method} {path} was answered with {(int)response.StatusCode}: {answer}");
    }, cancellation);

    // The stack may be restarted meanwhile: whatever fails for want of an answer is done again, with the endpoints of then.
    private async Task<T> Insist<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        for (var trying = Stopwatch.StartNew(); ; await Task.Delay(PollInterval, cancellation))
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (e is HttpRequestException or EventHubsException or SocketException or IOException or JsonException or TaskCanceledException)
            {
                if (trying.Elapsed > patience || cancellation.IsCancellationRequested) throw;
            }
        }
    }

    private Endpoints ReadEndpoints() =>
        JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(endpointsFile.FullName), JsonSerializerOptions.Web)
        ?? throw new InvalidDataException($"{endpointsFile} is empty.");

    private sealed record RunFigures(long Debits, decimal Burned, long Settled, long DeadLettered);

    private sealed record IngestFigures(long Settled, long DeadLettered, IReadOnlyList<PartitionFigures> Partitions);

    private sealed record PartitionFigures(string Id, long LastEnqueued, long BookedThrough);
}
