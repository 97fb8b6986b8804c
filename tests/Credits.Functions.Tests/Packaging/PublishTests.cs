using System.Diagnostics;
using System.Reflection;
using Credits.Functions.Usage;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Packaging;

public sealed class PublishTests
{
    private static readonly TimeSpan PublishDeadline = TimeSpan.FromMinutes(2);
    private static readonly Assembly App = typeof(UsageFunction).Assembly;

    [Fact]
    public async Task A_build_can_be_published_exactly_when_it_has_the_package()
    {
        var extension = App.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "EventHubsExtension").Value;
        var target = Path.Combine(Path.GetTempPath(), $"credits-publish-{Guid.NewGuid():N}");
        try
        {
            var (exitCode, output) = await Publish(target);

            if (extension == "package")
            {
                exitCode.ShouldBe(0, output);
            }
            else
            {
                exitCode.ShouldNotBe(0, output);
                output.ShouldContain("error CREDITS002: The build output has no Event Hubs extension");
                Directory.Exists(target).ShouldBeFalse("a refused publish writes nothing");
            }
        }
        finally
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> Publish(string target)
    {
        var configuration = App.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Path.Combine(RepositoryRoot(), "functions", "Credits.Functions"),
            ArgumentList = { "publish", "--no-build", "--configuration", configuration, "--output", target },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(PublishDeadline);
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
