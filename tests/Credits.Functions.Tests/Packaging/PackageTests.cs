using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

/// <summary>What goes to Azure. Where the build has only the fallback, its output is given the extension's name, which alone lets it be published, so that all the rest can be looked at.</summary>
[Collection(Publishing.Collection)]
public sealed class PackageTests : IAsyncLifetime
{
    // For other systems, for editors, for one machine, for tests.
    private static readonly string[] OfNoUse =
        ["runtimes/win", "linux-arm64", "ServiceInterop", "CRTCompat", "msvcp140", "vcruntime140", ".xml", "local.settings", "Credits.Local", "xunit", "Moq", "Test"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("credits-package-");

    private string Package => Path.Combine(_folder.FullName, "package");

    private IEnumerable<string> Files => Directory.EnumerateFiles(Package, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Package, file).Replace('\\', '/'));

    public async Task InitializeAsync()
    {
        var output = Path.Combine(_folder.FullName, "output");
        foreach (var file in Directory.EnumerateFiles(Publishing.BuildOutput, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(output, Path.GetRelativePath(Publishing.BuildOutput, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (!Publishing.HasPackage) Name("Microsoft.Azure.WebJobs.Extensions.EventHubs", Path.Combine(output, "extensions.json"));
        var (exitCode, said) = await Publishing.To(Package, $"-p:OutDir={output}/");
        exitCode.ShouldBe(0, said);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void What_only_developers_or_other_systems_use_is_left_out() =>
        Files.Where(file => OfNoUse.Any(part => file.Contains(part, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();

    [Fact]
    public void What_the_host_starts_from_is_there() =>
        Files.ShouldBe(Files.Union(["host.json", "worker.config.json", "functions.metadata", "extensions.json", "Credits.Functions.dll", "Credits.dll", "Credits.Functions.deps.json", "Credits.Functions.runtimeconfig.json"]));

    [Fact]
    public void The_host_finds_its_half_of_every_extension()
    {
        var extensions = Json("extensions.json")["extensions"]!.AsArray();

        extensions.Select(extension => (string)extension!["name"]!).ShouldBe([.. Publishing.HasPackage ? ["EventHubs"] : Array.Empty<string>(), "AzureStorageQueues", "DurableTask", "Startup"], ignoreOrder: true);
        extensions.Select(extension => ((string)extension!["hintPath"]!)["./".Length..]).ShouldBeSubsetOf(Files);
    }

    [Fact]
    public async Task Every_function_is_there_with_its_bindings_and_its_retries() =>
        Json("functions.metadata").AsArray().Select(function => Line(
                (string)function!["name"]!, (string)function["entryPoint"]!, function["bindings"]!.AsArray(), (int?)function["retry"]?["maxRetryCount"], (string?)function["retry"]?["maximumInterval"]))
            .ShouldBe((await GeneratedMetadata.Functions()).Select(Line), ignoreOrder: true);

    private static string Line(IFunctionMetadata function) => Line(
        function.Name!, function.EntryPoint!, [.. function.RawBindings!.Select(binding => JsonNode.Parse(binding))], function.Retry?.MaxRetryCount, function.Retry?.MaximumInterval?.ToString());

    private static string Line(string name, string entryPoint, JsonArray bindings, int? retries, string? interval) =>
        $"{name} = {entryPoint}: {string.Join(", ", bindings.Select(binding => $"{binding!["type"]} {binding["name"]} {binding["route"]}{binding["schedule"]}{binding["queueName"]}{binding["eventHubName"]} {binding["connection"]}"))}; {retries} {interval}";

    private static void Name(string extension, string file)
    {
        var extensions = JsonNode.Parse(File.ReadAllText(file))!;
        extensions["extensions"]!.AsArray().Add(new JsonObject { ["name"] = extension });
        File.WriteAllText(file, extensions.ToJsonString());
    }

    private JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Package, file)))!;
}
