using System.Diagnostics;
using System.Text.Json.Nodes;
using Credits.Functions.Alerts;
using Credits.Functions.Configuration;
using Credits.Functions.Http;
using Credits.Functions.Ingest;
using Credits.Functions.Mail;
using Credits.Functions.Purchases;
using Credits.Functions.Storage;
using Credits.Functions.Telemetry;
using Credits.Functions.Tests.Infrastructure;
using Credits.Functions.Tests.Packaging;
using Credits.Functions.TopUps;
using Credits.Functions.Usage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Configuration;

/// <summary>An app with settings that are wrong does not start, and says which.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, string?> Least = new()
    {
        ["Cosmos:accountEndpoint"] = "https://books.example/",
        ["Storage"] = "UseDevelopmentStorage=true",
        ["EventHubs:fullyQualifiedNamespace"] = "usage.example",
        ["UsageHub"] = "usage",
        ["ReconcileSchedule"] = "0 * * * * *",
        ["DueSchedule"] = "30 * * * * *",
        ["SignalsSchedule"] = "15 * * * * *",
        ["AlertsSchedule"] = "0 */5 * * * *",
        ["TopUpsSchedule"] = "45 */5 * * * *",
    };

    [Fact]
    public void The_least_that_is_required_is_enough() => FaultsWith().ShouldBeEmpty();

    [Fact]
    public void The_settings_that_are_given_as_a_sample_are_well()
    {
        var sample = JsonNode.Parse(File.ReadAllText(BicepCompiler.Path("../local.settings.sample.json")))!["Values"]!.AsObject();

        Faults(new ConfigurationBuilder().AddInMemoryCollection(sample.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Usage:ParallelAccounts", "0", "The app setting 'Usage__ParallelAccounts' must be from 1 to 256, but is '0'.")]
    [InlineData("Usage:ClockSkew", "13:00:00", "The app setting 'Usage__ClockSkew' must be from zero to 12 hours, as hh:mm:ss, but is '13:00:00'.")]
    [InlineData("Usage:UnknownAccounts", "7", "The app setting 'Usage__UnknownAccounts' must be DeadLetter or Open, but is '7'.")]
    [InlineData("Ingest:Grace", "00:00:00.5", "The app setting 'Ingest__Grace' must be from a second to an hour, as hh:mm:ss, but is '00:00:00.5000000'.")]
    [InlineData("Alerts:RetryBase", "00:02:00", "The app setting 'Alerts__RetryBase' must be above zero and at most a minute, as hh:mm:ss, but is '00:02:00'.")]
    [InlineData("Alerts:DisableAfterDays", "366", "The app setting 'Alerts__DisableAfterDays' must be from 1 to 365, but is '366'.")]
    [InlineData("Accounts:DedupeWindow", "61.00:00:00", "The app setting 'Accounts__DedupeWindow' must be from 1 to 60 days, as d.hh:mm:ss, but is '61.00:00:00'.")]
    [InlineData("Accounts:Database", "", "The app setting 'Accounts__Database' must be the name of the database, but is ''.")]
    [InlineData("Accounts:Container", "", "The app setting 'Accounts__Container' must be the name of the container, but is ''.")]
    [InlineData("Accounts:CachedFingerprints", "0", "The app setting 'Accounts__CachedFingerprints' must be above zero, but is '0'.")]
    [InlineData("TopUps:Dunning", "01:00:00, soon", "The app setting 'TopUps__Dunning' must be waits above zero, parted by commas, such as 01:00:00, 1.00:00:00, but is '01:00:00, soon'.")]
    [InlineData("TopUps:Authentication", "8.00:00:00", "The app setting 'TopUps__Authentication' must be above zero and at most 7 days, as d.hh:mm:ss, but is '8.00:00:00'.")]
    [InlineData("Smtp:Port", "0", "The app setting 'Smtp__Port' must be a port from 1 to 65535, but is '0'.")]
    [InlineData("Smtp:User", "mailer", "The app setting 'Smtp__Password' must be set where Smtp__User is.")]
    [InlineData("Smtp:PickupFolder", "/tmp", "The app setting 'Smtp__From' must be an e-mail address, perhaps with a name before it, such as Credits <alerts@example.com>, but is ''.")]
    [InlineData("Cosmos:ConnectionMode", "Tunnel", "The app setting 'Cosmos__ConnectionMode' must be Gateway or Direct, but is 'Tunnel'.")]
    [InlineData("Stripe:ApiBase", "stripe", "The app setting 'Stripe__ApiBase' must be an address that begins with http:// or https://, but is 'stripe'.")]
    [InlineData("Stripe:WebhookSecret", "secret", "The app setting 'Stripe__WebhookSecret' must be the signing secret of a webhook endpoint, which begins with whsec_.")]
    [InlineData("Stripe:ApiKey", "rk_test", "The app setting 'Stripe__WebhookSecret' must be set where Stripe__ApiKey is: without it nobody learns what was paid.")]
    [InlineData("Api:OperatorKeyHash", "hunter2", "The app setting 'Api__OperatorKeyHash' must be the SHA-256 of the operator's key as 64 hexadecimal digits, or empty for none.")]
    [InlineData("DueSchedule", "", "The app setting 'DueSchedule' is missing; a trigger names it, and the README's table of settings says what it is for.")]
    [InlineData("Cosmos:accountEndpoint", null, "The app setting 'Cosmos' (a connection string) or 'Cosmos__accountEndpoint' (to use the app's identity) is missing.")]
    [InlineData("Usage:ClockSkw", "00:01:00", "There is no app setting 'Usage__ClockSkw'; those of 'Usage' are Usage__UnknownAccounts, Usage__ClockSkew, Usage__ParallelAccounts.")]
    public void A_setting_that_is_wrong_is_named_with_what_it_must_be(string setting, string? value, string fault) => FaultsWith((setting, value)).ShouldBe([fault]);

    [Theory]
    [InlineData("Usage:ClockSkew", "soon", "The app setting 'Usage__ClockSkew' must be a time, as hh:mm:ss or d.hh:mm:ss, but is 'soon'.")]
    [InlineData("Usage:ClockSkew", "", "The app setting 'Usage__ClockSkew' must be a time, as hh:mm:ss or d.hh:mm:ss, but is ''.")]
    [InlineData("Usage:ParallelAccounts", "3000000000", "The app setting 'Usage__ParallelAccounts' must be a whole number, but is '3000000000'.")]
    [InlineData("Usage:UnknownAccounts", "Refuse", "The app setting 'Usage__UnknownAccounts' must be DeadLetter or Open, but is 'Refuse'.")]
    [InlineData("Smtp:UseTls", "yes", "The app setting 'Smtp__UseTls' must be true or false, but is 'yes'.")]
    [InlineData("Storage:CreateAtStart", "1", "The app setting 'Storage__CreateAtStart' must be true or false, but is '1'.")]
    public void A_value_of_the_wrong_kind_is_named_like_any_other(string setting, string value, string fault) => FaultsWith((setting, value)).ShouldBe([fault]);

    [Theory]
    [InlineData("Accounts:DedupeWindow", "36:00:00", "a time, as hh:mm:ss or d.hh:mm:ss")]
    [InlineData("TopUps:Authentication", "24:00:00", "a time, as hh:mm:ss or d.hh:mm:ss")]
    [InlineData("TopUps:Dunning", "01:00:00, 24:00:00", "waits above zero, parted by commas, such as 01:00:00, 1.00:00:00")]
    [InlineData("DueSchedule", "24:00:00", "a cron expression of 5 or 6 fields, such as 0 */5 * * * *, or an interval above zero, as hh:mm:ss")]
    public void Hours_beyond_a_day_are_not_taken_for_days(string setting, string value, string rule) =>
        FaultsWith((setting, value)).ShouldBe([$"The app setting '{setting.Replace(":", "__")}' must be {rule}, but is '{value}'."]);

    [Theory]
    [InlineData("$Default")]
    [InlineData("$default")]
    public void Reconcile_does_not_read_in_the_consumer_group_of_the_trigger(string group) =>
        FaultsWith(("ReconcileConsumerGroup", group)).ShouldBe([$"The app setting 'ReconcileConsumerGroup' must be a consumer group of its own: in the trigger's, the trigger alone may read, but is '{group}'."]);

    [Theory]
    [InlineData("AZURE_CLIENT_ID", "credits-identity", "the client id of an identity, which is a GUID")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "an address that begins with http:// or https://")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "grpc or http/protobuf")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AD", "Authorization=AAD, perhaps with a ClientId, or empty")]
    public void A_setting_that_is_named_by_others_must_be_what_they_take(string setting, string value, string rule) =>
        FaultsWith((setting, value)).ShouldBe([$"The app setting '{setting}' must be {rule}, but is '{value}'."]);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("InstrumentationKey=hunter2")]
    [InlineData("IngestionEndpoint=https://ingestion.example/")]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=ingestion.example")]
    public void A_connection_string_of_Azure_Monitor_that_is_none_is_named_without_its_key(string value) =>
        FaultsWith(("APPLICATIONINSIGHTS_CONNECTION_STRING", value)).ShouldBe(["The app setting 'APPLICATIONINSIGHTS_CONNECTION_STRING' is no connection string that can be used; copy it again from where Azure shows it."]);

    [Fact]
    public void A_setting_is_read_whatever_the_case_of_its_name_and_its_value()
    {
        using var provider = App(Configuration(("usage:unknownaccounts", "open"), ("USAGE:CLOCKSKEW", "00:01:00"))).Services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<UsageOptions>>().Value;

        (options.UnknownAccounts, options.ClockSkew, options.ParallelAccounts).ShouldBe((UnknownAccounts.Open, TimeSpan.FromMinutes(1), 16));
    }

    [Theory]
    [InlineData("every minute")]
    [InlineData("* * * *")]
    [InlineData("0 * * * * * *")]
    [InlineData("0 */5 * * * ?")]
    [InlineData("-00:01:00")]
    [InlineData("60 * * * * *")]
    [InlineData("0 * * * Smarch *")]
    public void A_schedule_that_the_host_can_t_read_is_named(string schedule) =>
        FaultsWith(("DueSchedule", schedule)).ShouldBe([$"The app setting 'DueSchedule' must be a cron expression of 5 or 6 fields, such as 0 */5 * * * *, or an interval above zero, as hh:mm:ss, but is '{schedule}'."]);

    [Theory]
    [InlineData("*/5 * * * *")]
    [InlineData("0 0-30/5 8,20 * Jan-Mar Mon")]
    [InlineData("00:05:00")]
    public void A_schedule_is_a_cron_expression_or_an_interval(string schedule) => FaultsWith(("DueSchedule", schedule)).ShouldBeEmpty();

    [Theory]
    [InlineData("Cosmos:accountEndpoint", "books.example", "an address that begins with http:// or https://")]
    [InlineData("Cosmos:accountEndpoint", "/books", "an address that begins with http:// or https://")]
    [InlineData("EventHubs:fullyQualifiedNamespace", "https://usage.example/", "a host's name without a scheme, such as usage.servicebus.windows.net")]
    public void An_endpoint_that_can_t_be_reached_as_it_is_written_is_named(string setting, string value, string rule) =>
        FaultsWith((setting, value)).ShouldBe([$"The app setting '{setting.Replace(":", "__")}' must be {rule}, but is '{value}'."]);

    [Fact]
    public void Endpoints_of_storage_are_addresses() =>
        FaultsWith(("Storage", null), ("Storage:blobServiceUri", "https://blobs.example/"), ("Storage:queueServiceUri", "queues"), ("Storage:tableServiceUri", "ftp://tables.example/")).ShouldBe(
        [
            "The app setting 'Storage__queueServiceUri' must be an address that begins with http:// or https://, but is 'queues'.",
            "The app setting 'Storage__tableServiceUri' must be an address that begins with http:// or https://, but is 'ftp://tables.example/'.",
        ]);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() =>
        FaultsWith(("Usage:ParallelAccounts", "0"), ("Smtp:Port", "0"), ("UsageHub", null), ("Storage", null))
            .Count.ShouldBe(6, "a number, a port, a hub, and three endpoints of storage");

    [Theory]
    [InlineData("Api:OperatorKeyHash")]
    [InlineData("Stripe:ApiKey")]
    [InlineData("Stripe:WebhookSecret")]
    [InlineData("Smtp:Password")]
    [InlineData("Smtp:Port")]
    [InlineData("Stripe:ApiBase")]
    [InlineData("Cosmos:accountEndpoint")]
    [InlineData("Cosmos")]
    [InlineData("Storage")]
    [InlineData("EventHubs")]
    [InlineData("UsageHub")]
    [InlineData("DueSchedule")]
    [InlineData("ReconcileConsumerGroup")]
    [InlineData("AZURE_CLIENT_ID")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING")]
    public void A_secret_that_the_vault_did_not_give_is_told_as_such(string setting) =>
        FaultsWith((setting, "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/one)"))
            .ShouldContain($"The app setting '{setting.Replace(":", "__")}' refers to a secret that could not be read: it must be in the vault, and the app's identity must be allowed to read it.");

    [Theory]
    [InlineData("Api:OperatorKeyHash", "hunter2")]
    [InlineData("Stripe:ApiKey", "pk_hunter2")]
    [InlineData("Stripe:WebhookSecret", "hunter2")]
    public void A_secret_that_is_wrong_is_not_shown(string setting, string value) => string.Concat(FaultsWith((setting, value))).ShouldNotContain("hunter2");

    [Theory]
    [InlineData("Cosmos", "hunter2")]
    [InlineData("Cosmos", "AccountKey=hunter2")]
    [InlineData("Cosmos", "AccountEndpoint=https://books.example/;AccountKey=hunter2")]
    [InlineData("Cosmos", "AccountEndpoint=books;AccountKey=hunter2")]
    [InlineData("Storage", "hunter2")]
    [InlineData("Storage", "AccountKey=hunter2")]
    [InlineData("Storage", "AccountName=things;AccountKey=hunter2")]
    [InlineData("Storage", "TableEndpoint=things;SharedAccessSignature=hunter2")]
    [InlineData("EventHubs", "hunter2")]
    [InlineData("EventHubs", "SharedAccessKey=hunter2")]
    [InlineData("EventHubs", "Endpoint=sb://usage.example/;SharedAccessKeyName=root;SharedAccessKey=hunter2;EntityPath=another")]
    public void A_connection_string_that_is_none_is_named_without_its_key(string connection, string value)
    {
        var faults = FaultsWith((connection, value));

        faults.ShouldBe([$"The app setting '{connection}' is no connection string that can be used; copy it again from where Azure shows it."]);
    }

    [Fact]
    public async Task An_app_that_does_not_start_says_all_that_is_wrong_as_errors_and_nothing_else()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RequiredSettings).Assembly.Location]) { RedirectStandardError = true };
        foreach (var (setting, value) in Least) start.Environment[setting.Replace(":", "__")] = value;
        (start.Environment["Cosmos"], start.Environment["Cosmos__accountEndpoint"], start.Environment["Usage__ClockSkew"], start.Environment["Smtp__Port"]) = ("", "", "soon", "0");
        start.Environment["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "none";

        using var app = Process.Start(start)!;
        var lines = (await app.StandardError.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await app.WaitForExitAsync();

        app.ExitCode.ShouldBe(1);
        lines.ShouldBe(
        [
            "Error: The app setting 'Cosmos' (a connection string) or 'Cosmos__accountEndpoint' (to use the app's identity) is missing.",
            "Error: The app setting 'Usage__ClockSkew' must be a time, as hh:mm:ss or d.hh:mm:ss, but is 'soon'.",
            "Error: The app setting 'Smtp__Port' must be a port from 1 to 65535, but is '0'.",
            "Error: The app setting 'APPLICATIONINSIGHTS_CONNECTION_STRING' is no connection string that can be used; copy it again from where Azure shows it.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task All_settings_that_triggers_name_are_checked() =>
        RequiredSettings.OfTriggers.ShouldBe((await GeneratedMetadata.Functions()).SelectMany(function => function.SettingsInTriggers()).Distinct(), ignoreOrder: true);

    private static List<string> FaultsWith(params (string Setting, string? Value)[] settings) => Faults(Configuration(settings));

    private static List<string> Faults(IConfiguration configuration)
    {
        var provider = App(configuration).Services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception e) when (StartFaults.Of(e) is { } faults)
        {
            return [.. faults];
        }
        finally
        {
            // The hub's client has no other way to be disposed of.
            provider.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static FunctionsApplicationBuilder App(IConfiguration configuration)
    {
        var app = FunctionsApplication.CreateBuilder([]);
        app.Services.AddSingleton(configuration);
        app.AddTelemetry().AddApi().Services.AddStorage().AddUsage().AddIngest().AddPurchases().AddAlerts().AddMail().AddTopUps();
        return app;
    }

    private static IConfiguration Configuration(params (string Setting, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Least);
        foreach (var (setting, value) in settings) all[setting] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }
}
