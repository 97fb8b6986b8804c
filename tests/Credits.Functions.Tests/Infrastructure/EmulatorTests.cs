using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Credits.Functions.Tests.Docs;
using Credits.Functions.Tests.Packaging;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>What the official emulators are told, against what the sample of local settings says. They can't be run here; their files can be read.</summary>
public sealed partial class EmulatorTests
{
    private static readonly JsonObject Sample = JsonNode.Parse(File.ReadAllText(BicepCompiler.Path("../local.settings.sample.json")))!["Values"]!.AsObject();

    [Fact]
    public void The_event_hub_and_its_consumer_group_are_those_of_the_sample()
    {
        var space = JsonNode.Parse(File.ReadAllText(BicepCompiler.Path("emulators/event-hubs.json")))!["UserConfig"]!["NamespaceConfig"]!.AsArray().ShouldHaveSingleItem()!;
        var hub = space["Entities"]!.AsArray().ShouldHaveSingleItem()!;

        ((string)hub["Name"]!).ShouldBe((string)Sample["UsageHub"]!);
        hub["ConsumerGroups"]!.AsArray().Select(group => (string)group!["Name"]!).ShouldBe([(string)Sample["ReconcileConsumerGroup"]!]);
    }

    [Fact]
    public async Task The_sample_has_every_setting_that_a_trigger_names() =>
        (await GeneratedMetadata.Functions()).SelectMany(function => function.SettingsInTriggers()).Distinct().ShouldBeSubsetOf(Sample.Select(setting => setting.Key));

    [Fact]
    public void The_sample_has_no_secret() =>
        Sample.Where(setting => setting.Key.EndsWith("Key", StringComparison.Ordinal) || setting.Key.Contains("Secret", StringComparison.Ordinal) || setting.Key.EndsWith("Hash", StringComparison.Ordinal))
            .ShouldAllBe(setting => (string)setting.Value! == "");

    [Fact]
    public async Task The_sample_has_no_setting_that_nobody_reads() =>
        Sample.Select(setting => setting.Key).Except([.. await AppSettings.All(), "AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"]).ShouldBeEmpty();

    // The Core Tools build the one project of the folder, go on where it was built to, and read there what the build has copied: host.json by the project, the settings by the SDK, from the project's folder alone.
    [Fact]
    public void Func_start_is_called_where_the_project_and_its_settings_are()
    {
        var readme = new Document("README.md").Text;
        var folder = Start().Match(readme).Groups[1].Value;

        readme.ShouldContain($"cp local.settings.sample.json {folder}/local.settings.json");
        File.ReadAllText(Directory.GetFiles(Path.Combine(Document.Root, folder), "*.csproj").ShouldHaveSingleItem())
            .ShouldContain("""<None Include="../../host.json" Link="host.json" CopyToOutputDirectory="PreserveNewest" />""");
    }

    [Theory]
    [InlineData("azurite", "10000:10000")]
    [InlineData("cosmos", "8081:8081")]
    [InlineData("event-hubs", "5672:5672")]
    public void Compose_starts_each_emulator_where_the_sample_looks_for_it(string service, string port)
    {
        var lines = File.ReadAllLines(BicepCompiler.Path("../compose.yaml")).SkipWhile(line => line != $"  {service}:").Skip(1).TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal));

        lines.ShouldContain(line => line.TrimStart().StartsWith("ports:", StringComparison.Ordinal) && line.Contains($"\"{port}\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("cd (.+) && func start")]
    private static partial Regex Start();
}
