// Asks whether Stripe's payments and the grants reconcile, and tells every difference.
//
//   dotnet run scripts/reconcile.cs -- --endpoints DIR/endpoints.json
//   CREDITS_API_KEY=KEY dotnet run scripts/reconcile.cs -- --api https://HOST/api/v1 --from 2026-01-01T00:00:00Z --to 2026-02-01T00:00:00Z
//
// Exits with 0 when all is well, with 1 when something differs, with 2 when it could not look.

#:package Spectre.Console
#:package System.CommandLine
#:property PublishAot=false
#:property NuGetLockFilePath=packages.reconcile.lock.json

using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;

const int Well = 0, Differs = 1, CouldNotLook = 2;
const string KeyVariable = "CREDITS_API_KEY";

var endpoints = new Option<FileInfo>("--endpoints") { Description = "The file that `local -- serve` writes; it has address and key", DefaultValueFactory = _ => new(Path.Combine("local", ".data", "endpoints.json")) };
var api = new Option<string?>("--api") { Description = $"The API's address, instead of the file; the key is then the environment variable {KeyVariable}" };
var from = new Option<DateTimeOffset?>("--from") { Description = "Only payments that were begun at this time or later; left out, 30 days before --to" };
var to = new Option<DateTimeOffset?>("--to") { Description = "Only payments that were begun before this time; left out, an hour ago" };

var command = new RootCommand("Asks whether payments and grants reconcile.") { endpoints, api, from, to };
command.SetAction(async (arguments, cancellation) =>
{
    try
    {
        var (address, key) = arguments.GetValue(api) is { } given ? (AddressOf(given), Environment.GetEnvironmentVariable(KeyVariable)) : Read(arguments.GetValue(endpoints)!);
        if (string.IsNullOrEmpty(key)) throw new InvalidDataException($"There is no API key: set {KeyVariable}.");

        using var reconciliation = new Reconciliation(address, key);
        return Tell(await reconciliation.Ask(arguments.GetValue(from), arguments.GetValue(to), cancellation));
    }
    catch (Exception e)
    {
        // Whatever it was: left alone, it would end the process with 1, which says that something differs.
        Console.Error.WriteLine($"Could not look: {e.Message}");
        return CouldNotLook;
    }
});

var parsed = command.Parse(args);
var exit = await parsed.InvokeAsync();
return parsed.Errors.Count == 0 ? exit : CouldNotLook;

static Uri AddressOf(string text) =>
    Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new InvalidDataException($"'{text}' is no address.");

static (Uri Api, string Key) Read(FileInfo file)
{
    var found = JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(file.FullName), JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{file} is empty.");
    return (found.Api, found.ApiKey);
}

static int Tell(Outcome outcome)
{
    Console.WriteLine($"Payments from {Moment(outcome.From)} to {Moment(outcome.To)}: {outcome.Compared} compared");
    var table = new Table().AddColumns("Currency", "Received", "Gone back", "Granted", "Taken back", "Difference");
    foreach (var column in table.Columns.Skip(1)) column.RightAligned();
    foreach (var sum in outcome.Sums) table.AddRow(sum.Currency, Number(sum.Received), Number(sum.Back), Number(sum.Granted), Number(sum.TakenBack), Number(sum.Difference));
    if (outcome.Sums.Count > 0) AnsiConsole.Write(table);

    foreach (var difference in outcome.Differences)
        Console.WriteLine($"{difference.Code}: payment {difference.PaymentId} of account {difference.AccountId}, purchase {difference.PurchaseId}: {difference.Detail}");

    var well = outcome.Differences.Count == 0 && outcome.Sums.All(sum => sum.Difference == 0);
    Console.WriteLine(well ? "Payments and grants reconcile." : $"Payments and grants do not reconcile: {outcome.Differences.Count} {(outcome.Differences.Count == 1 ? "difference" : "differences")}.");
    return well ? Well : Differs;
}

static string Moment(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

internal sealed record Endpoints(Uri Api, string ApiKey);

internal sealed record Sum(string Currency, long Received, long Back, long Granted, long TakenBack)
{
    public long Difference => Received - Back - (Granted - TakenBack);
}

internal sealed record Difference(string Code, string PaymentId, string AccountId, string PurchaseId, string Detail);

internal sealed record Page(DateTimeOffset From, DateTimeOffset To, int Compared, IReadOnlyList<Sum> Sums, IReadOnlyList<Difference> Differences, string? Cursor);

internal sealed record Outcome(DateTimeOffset From, DateTimeOffset To, int Compared, IReadOnlyList<Sum> Sums, IReadOnlyList<Difference> Differences);

internal sealed class Reconciliation(Uri api, string key) : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>All pages of an interval in one.</summary>
    public async Task<Outcome> Ask(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation)
    {
        var page = await Get(from, to, cursor: null, cancellation);
        var (first, compared, sums, differences) = (page, page.Compared, page.Sums.ToList(), page.Differences.ToList());
        while (page.Cursor is not null)
        {
            // What the first answer says, so that the interval does not move with the clock.
            page = await Get(first.From, first.To, page.Cursor, cancellation);
            compared += page.Compared;
            sums.AddRange(page.Sums);
            differences.AddRange(page.Differences);
        }

        // A payment that was granted without having succeeded is found among payments and among purchases.
        return new(first.From, first.To, compared, [.. sums.GroupBy(sum => sum.Currency).Select(OfCurrency).OrderBy(sum => sum.Currency, StringComparer.Ordinal)], [.. differences.Distinct()]);
    }

    public void Dispose() => _http.Dispose();

    private static Sum OfCurrency(IGrouping<string, Sum> sums) =>
        new(sums.Key, sums.Sum(sum => sum.Received), sums.Sum(sum => sum.Back), sums.Sum(sum => sum.Granted), sums.Sum(sum => sum.TakenBack));

    private async Task<Page> Get(DateTimeOffset? from, DateTimeOffset? to, string? cursor, CancellationToken cancellation)
    {
        var query = string.Join('&', new[] { Parameter("from", Written(from)), Parameter("to", Written(to)), Parameter("cursor", cursor) }.Where(parameter => parameter.Length > 0));
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.ToString().TrimEnd('/')}/payments/reconciliation?{query}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await _http.SendAsync(request, cancellation);
            var answer = await response.Content.ReadAsStringAsync(cancellation);
            if (response.IsSuccessStatusCode) return JsonSerializer.Deserialize<Page>(answer, JsonSerializerOptions.Web) ?? throw new InvalidDataException("The answer is empty.");
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == Attempts) throw new InvalidDataException($"The API answered {(int)response.StatusCode}: {answer}");

            await Task.Delay(Pause, cancellation);
        }
    }

    private static string Parameter(string name, string? value) => value is null ? "" : $"{name}={Uri.EscapeDataString(value)}";

    private static string? Written(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
