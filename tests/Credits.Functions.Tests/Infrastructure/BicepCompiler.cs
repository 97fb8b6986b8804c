using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>The real Bicep compiler, from its package.</summary>
internal static class BicepCompiler
{
    private static readonly Lazy<Task<JsonObject>> Compiled = new(async () =>
    {
        var (text, complaints) = await Run("build", Path("main.bicep"), "--stdout");
        return complaints.Length == 0 ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException(complaints);
    });

    /// <summary>The folder of the templates.</summary>
    public static string Folder { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(ThisFolder(), "../../../infra-bicep"));

    /// <summary>The template that Azure gets, compiled once.</summary>
    public static Task<JsonObject> Template => Compiled.Value;

    /// <summary>The template and those of its modules, each of which is a deployment of its own.</summary>
    public static async Task<IReadOnlyList<JsonObject>> Templates() => [.. WithModules(await Template)];

    /// <summary>What a template makes itself.</summary>
    public static IEnumerable<JsonNode> ResourcesOf(JsonObject template) => template["resources"] switch
    {
        JsonArray list => list.Select(resource => resource!),
        JsonObject named => named.Select(resource => resource.Value!),
        _ => [],
    };

    /// <summary>A file of the templates.</summary>
    public static string Path(string file) => System.IO.Path.Combine(Folder, file);

    /// <summary>Runs the compiler.</summary>
    /// <returns>What it wrote, and what it complained about; a warning is a complaint.</returns>
    public static async Task<(string Output, string Complaints)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var bicep = Process.Start(start)!;
        var output = bicep.StandardOutput.ReadToEndAsync();
        var complaints = bicep.StandardError.ReadToEndAsync();
        await bicep.WaitForExitAsync();
        return bicep.ExitCode == 0 || (await complaints).Length > 0 ? (await output, await complaints) : throw new InvalidOperationException($"bicep ended with {bicep.ExitCode}.");
    }

    private static IEnumerable<JsonObject> WithModules(JsonObject template) =>
        ResourcesOf(template).Select(resource => (resource["properties"] as JsonObject)?["template"]).OfType<JsonObject>().SelectMany(WithModules).Prepend(template);

    // The build writes where the package is, as NuGet keeps it.
    private static string Executable
    {
        get
        {
            var path = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "BicepPath").Value!;
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
            return path;
        }
    }

    private static string ThisFolder([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
