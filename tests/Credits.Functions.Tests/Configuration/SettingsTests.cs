using System.Text.Json.Nodes;
using Credits.Functions.Alerts;
using Credits.Functions.Configuration;
using Credits.Functions.Http;
using Credits.Functions.Ingest;
using Credits.Functions.Mail;
using Credits.Functions.Purchases;
using Credits.Functions.Storage;
using Credits.Functions.Tests.Infrastructure;
using Credits.Functions.Tests.Packaging;
using Credits.Functions.Tests.Telemetry;
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

    [Fact]
    public void A_value_of_the_wrong_kind_is_named() => FaultsWith(("Usage:ClockSkew", "soon")).ShouldHaveSingleItem().ShouldContain("'soon' at 'Usage:ClockSkew'");

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() =>
        FaultsWith(("Usage:ParallelAccounts", "0"), ("Smtp:Port", "0"), ("UsageHub", null), ("Storage", null))
            .Count.ShouldBe(6, "a number, a port, a hub, and three endpoints of storage");

    [Theory]
    [InlineData("Api:OperatorKeyHash")]
    [InlineData("Stripe:ApiKey")]
    [InlineData("Stripe:WebhookSecret")]
    public void A_secret_that_the_vault_did_not_give_is_told_as_such(string setting) =>
        FaultsWith((setting, "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/one)"))
            .ShouldContain($"The app setting '{setting.Replace(":", "__")}' refers to a secret that could not be read: it must be in the vault, and the app's identity must be allowed to read it.");

    [Theory]
    [InlineData("Api:OperatorKeyHash", "hunter2")]
    [InlineData("Stripe:ApiKey", "pk_hunter2")]
    [InlineData("Stripe:WebhookSecret", "hunter2")]
    public void A_secret_that_is_wrong_is_not_shown(string setting, string value) => string.Concat(FaultsWith((setting, value))).ShouldNotContain("hunter2");

    [Theory]
    [InlineData("Cosmos")]
    [InlineData("Storage")]
    [InlineData("EventHubs")]
    public void A_connection_string_that_is_none_is_named_without_its_key(string connection)
    {
        var connections = new Connections(Configuration((connection, "AccountKey=hunter2")), Measurements.Unheard);
        Action open = connection switch { "Cosmos" => () => connections.Cosmos(), "Storage" => () => connections.Tables(), _ => () => connections.UsageHub() };

        var fault = Should.Throw<InvalidOperationException>(open).Message;

        fault.ShouldStartWith($"The app setting '{connection}' is no connection string that can be used:");
        fault.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task All_settings_that_triggers_name_are_checked() =>
        RequiredSettings.OfTriggers.ShouldBe((await GeneratedMetadata.Functions()).SelectMany(function => function.SettingsInTriggers()).Distinct(), ignoreOrder: true);

    private static List<string> FaultsWith(params (string Setting, string? Value)[] settings) => Faults(Configuration(settings));

    private static List<string> Faults(IConfiguration configuration)
    {
        var app = FunctionsApplication.CreateBuilder([]);
        app.Services.AddSingleton(configuration);
        app.AddApi().Services.AddStorage().AddUsage().AddIngest().AddPurchases().AddAlerts().AddMail().AddTopUps();
        using var provider = app.Services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception e) when (StartFaults.Of(e) is { } faults)
        {
            return [.. faults];
        }
        catch (InvalidOperationException e)
        {
            return [e.Message];
        }
    }

    private static IConfiguration Configuration(params (string Setting, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Least);
        foreach (var (setting, value) in settings) all[setting] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }
}
