using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Credits.Functions.Due;
using Credits.Functions.Ingest;
using Credits.Functions.Storage;
using Credits.Functions.Storage.Accounts;
using Credits.Functions.Storage.DeadLetters;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Docs;
using Credits.Functions.Tests.Packaging;
using Credits.Functions.Tests.Telemetry;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>The template against the code: what one calls by a name, the other has by the same.</summary>
public sealed partial class DriftTests
{
    // What the Functions host reads, and the libraries that connect for the app.
    private static readonly string[] OfTheHost =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "Storage__credential", "Storage__clientId", "EventHubs__credential", "EventHubs__clientId", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
        "AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize", "AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime",
    ];

    // The host connects by these for itself, and no library tells it whose identity to show.
    private static readonly string[] ConnectionsOfTheHost = ["AzureWebJobsStorage", "Storage", "EventHubs"];
    private static readonly string[] PartsOfAnIdentity = ["credential", "clientId"];

    private static readonly Lazy<string> Code = new(() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(BicepCompiler.Folder, "../functions/Credits.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)));

    [Fact]
    public async Task Tables_are_those_of_the_code() => (await Variable("tables")).ShouldBe(StorageCreation.Tables, ignoreOrder: true);

    [Fact]
    public async Task Queues_are_those_of_the_code() => (await Variable("queues")).ShouldBe(StorageCreation.Queues, ignoreOrder: true);

    [Fact]
    public async Task Single_names_are_those_of_the_code()
    {
        var names = (await BicepCompiler.Template)["variables"]!;

        ((string)names["deadLetterContainer"]!).ShouldBe(DeadLetterStore.Container);
        ((string)names["database"]!).ShouldBe(new AccountStoreOptions().Database);
        ((string)names["container"]!).ShouldBe(new AccountStoreOptions().Container);
    }

    [Fact]
    public async Task The_container_of_accounts_is_partitioned_indexed_and_aged_as_the_code_makes_it()
    {
        var made = AccountsContainer.Define("accounts");
        var described = (await Resources("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers")).ShouldHaveSingleItem()["properties"]!["resource"]!;

        described["partitionKey"]!["paths"]!.AsArray().Select(path => (string)path!).ShouldBe([made.PartitionKeyPath]);
        ((int)described["defaultTtl"]!).ShouldBe(made.DefaultTimeToLive!.Value);
        Paths(described["indexingPolicy"]!["includedPaths"]!).ShouldBe(made.IndexingPolicy.IncludedPaths.Select(path => path.Path), ignoreOrder: true);
        Paths(described["indexingPolicy"]!["excludedPaths"]!).ShouldBe(made.IndexingPolicy.ExcludedPaths.Select(path => path.Path));
    }

    [Fact]
    public async Task Every_setting_that_a_trigger_names_is_given()
    {
        var named = (await GeneratedMetadata.Functions()).SelectMany(function => function.SettingsInTriggers()).Distinct();

        named.ShouldBeSubsetOf(Settings());
    }

    [Fact]
    public void Every_connection_is_given_with_the_apps_identity()
    {
        var parts = RequiredSettings.OfConnections.SelectMany(connection => connection.Value, (connection, part) => $"{connection.Key}__{part}");
        var identities = ConnectionsOfTheHost.SelectMany(_ => PartsOfAnIdentity, (connection, part) => $"{connection}__{part}");

        parts.Concat(identities).ShouldBeSubsetOf(Settings());
        File.ReadAllText(BicepCompiler.Path("modules/functionApp.bicep")).ShouldContain($"{AppIdentity.Setting}: identityClientId");
    }

    [Fact]
    public void Telemetry_is_given_a_place_and_the_apps_identity() =>
        ((string[])[TelemetryDestinations.AzureMonitorSetting, TelemetryDestinations.AuthenticationSetting]).ShouldBeSubsetOf(Settings());

    [Fact]
    public async Task Every_secret_of_the_vault_is_referred_to_by_its_name()
    {
        var kept = (await Resources("Microsoft.KeyVault/vaults/secrets")).Select(secret => SecretName().Match((string)secret["name"]!).Groups[1].Value);

        Reference().Matches(await File.ReadAllTextAsync(BicepCompiler.Path("main.bicep"))).Select(match => match.Groups[1].Value).ShouldBe(kept, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_setting_that_is_given_is_read() => Settings().Except([.. OfTheHost, .. await AppSettings.All()]).ShouldBeEmpty();

    [Fact]
    public async Task Every_metric_and_outcome_that_an_alert_rule_asks_for_is_measured()
    {
        var alerts = (await Alerts())["variables"]!;
        var rules = alerts["metricRules"]!.AsArray();

        rules.Count.ShouldBeGreaterThan(6);
        rules.Concat(alerts["silences"]!.AsArray()).Select(rule => (string)rule!["metric"]!).Append(Quoted(OnceTold(alerts, "events-lost"))).Except(Measured()).ShouldBeEmpty();
        rules.Select(rule => (string)rule!["outcome"]!).Where(outcome => outcome.Length > 0 && !Code.Value.Contains($"\"{outcome}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_tag_and_outcome_that_an_alert_rule_asks_for_is_one_of_its_metric()
    {
        var rows = MetricRow().Matches(new Document("docs/observability.md").Text).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);
        var rules = (await Alerts())["variables"]!["metricRules"]!.AsArray().Select(rule => (Metric: (string)rule!["metric"]!, Asked: ((string[])[(string)rule["by"]!, (string)rule["outcome"]!]).Where(asked => asked.Length > 0)));

        rules.SelectMany(rule => rule.Asked.Where(asked => !rows[rule.Metric].Contains($"`{asked}`", StringComparison.Ordinal)).Select(asked => $"{rule.Metric} has no {asked}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_timers_that_measure_whatever_they_find_are_missed_when_they_are_silent() =>
        (await Alerts())["variables"]!["silences"]!.AsArray().Select(rule => (string)rule!["metric"]!).ShouldBe(["credits.due.backlog", "credits.ingest.lag"], ignoreOrder: true);

    [Fact]
    public async Task The_message_by_which_an_alert_rule_knows_of_lost_events_is_logged() =>
        Code.Value.ShouldContain(Quoted(OnceTold((await Alerts())["variables"]!, "events-lost-logged")));

    [Fact]
    public async Task No_alert_rule_unites_tables_which_Azure_supports_in_none() => (await Alerts()).ToJsonString().ShouldNotContain("union", Case.Sensitive);

    [Fact]
    public async Task As_many_chunks_as_keep_more_from_being_added_are_the_most_that_may_wait() =>
        ((int)(await Alerts())["parameters"]!["dueBacklogThreshold"]!["defaultValue"]!).ShouldBe(DueScan.Backlog);

    [Fact]
    public async Task Events_may_wait_for_no_more_than_a_batch_takes_and_raise_no_alarm_by_it()
    {
        var most = JsonNode.Parse(await File.ReadAllTextAsync(BicepCompiler.Path("../host.json")))!["extensions"]!["eventHubs"]!["maxEventBatchSize"]!.GetValue<int>();

        var waitedFor = (await BicepCompiler.Template)["parameters"]!["minEventBatchSize"]!;

        ((int)waitedFor["maxValue"]!).ShouldBe(most);
        most.ShouldBeLessThan((int)(await Alerts())["parameters"]!["lagThreshold"]!["defaultValue"]!);
    }

    [Fact]
    public async Task Events_may_wait_for_half_as_long_as_the_trigger_has_for_them() =>
        TimeSpan.FromSeconds((int)(await BicepCompiler.Template)["parameters"]!["maxBatchWaitSeconds"]!["maxValue"]!).ShouldBeLessThanOrEqualTo(new IngestOptions().Grace / 2);

    [Fact]
    public async Task Events_wait_for_nothing_unless_they_are_told_to() =>
        ((int)(await BicepCompiler.Template)["parameters"]!["minEventBatchSize"]!["defaultValue"]!).ShouldBe(1);

    [Fact]
    public async Task The_workbook_shows_every_metric_and_no_other()
    {
        var workbook = await File.ReadAllTextAsync(BicepCompiler.Path("workbook.json"));

        MetricName().Matches(workbook).Select(match => match.Value).Distinct().ShouldBe(Measured(), ignoreOrder: true);
    }

    [Fact]
    public async Task Cosmos_DB_shows_every_instance_what_another_has_written() =>
        ((string)(await Resources("Microsoft.DocumentDB/databaseAccounts")).ShouldHaveSingleItem()["properties"]!["consistencyPolicy"]!["defaultConsistencyLevel"]!).ShouldBe("Strong");

    private static async Task<JsonNode> Alerts() =>
        (await BicepCompiler.Templates()).Single(template => template["variables"] is JsonObject variables && variables.ContainsKey("metricRules"));

    private static string OnceTold(JsonNode alerts, string name) => (string)alerts["onceTold"]!.AsArray().Single(rule => (string)rule!["name"]! == name)!["query"]!;

    private static string Quoted(string query) => query.Split('"')[1];

    private static List<string> Measured()
    {
        using var measurements = new Measurements();
        return [.. measurements.Published.Select(instrument => instrument.Name)];
    }

    private static IEnumerable<string> Settings()
    {
        var main = File.ReadAllText(BicepCompiler.Path("main.bicep"));
        var from = main.IndexOf("settings: union(", StringComparison.Ordinal);
        return SettingInTemplate().Matches(main[from..main.IndexOf("module alerts", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value);
    }

    private static async Task<IEnumerable<string>> Variable(string name) => (await BicepCompiler.Template)["variables"]![name]!.AsArray().Select(item => (string)item!);

    private static IEnumerable<string> Paths(JsonNode paths) => paths.AsArray().Select(path => (string)path!["path"]!);

    private static async Task<IReadOnlyList<JsonNode>> Resources(string type) =>
        [.. (await BicepCompiler.Templates()).SelectMany(BicepCompiler.ResourcesOf).Where(resource => (string?)resource["type"] == type)];

    [GeneratedRegex(@"credits(\.[a-z_]+)+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"^\| `(credits\.[a-z_.]+)` \| \S+ \| .* \| (.*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"'\{0\}/\{1\}', parameters\('name'\), '([a-z-]+)'")]
    private static partial Regex SecretName();

    [GeneratedRegex(@"secrets/([a-z-]+)/\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^ +([A-Z][A-Za-z_]+): ", RegexOptions.Multiline)]
    private static partial Regex SettingInTemplate();
}
