using System.Diagnostics;
using System.Reflection;
using Credits.Functions.Usage;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

/// <summary>Publishes the app as it was built.</summary>
internal static class Publishing
{
    /// <summary>Of the tests that do: one after another, for the project has one folder for what each writes on the way.</summary>
    public const string Collection = "Publishing";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly Assembly App = typeof(UsageFunction).Assembly;

    /// <summary>Whether the build has the Event Hubs extension, not its fallback.</summary>
    public static bool HasPackage { get; } = App.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "EventHubsExtension").Value == "package";

    /// <summary>The folder of the app's project.</summary>
    public static string Project { get; } = Path.Combine(RepositoryRoot(), "functions", "Credits.Functions");

    /// <summary>What the build has put out.</summary>
    public static string BuildOutput { get; } = Path.Combine(Project, "bin", Configuration, "net10.0");

    private static string Configuration => App.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Publishes into a folder.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<(int ExitCode, string Output)> To(string target, params string[] more)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["publish", "--no-build", "--configuration", Configuration, "--output", target, .. more]) start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Credits.Functions.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No Credits.Functions.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}

[CollectionDefinition(Publishing.Collection)]
public sealed class PublishOneAfterAnother;
