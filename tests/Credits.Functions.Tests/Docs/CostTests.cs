using System.Diagnostics;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Docs;

/// <summary>The figures of docs/operations.md, computed again by scripts/cost.cs.</summary>
public sealed partial class CostTests
{
    // The first run builds the script.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static TheoryData<string, string> Figures
    {
        get
        {
            var figures = new TheoryData<string, string>();
            foreach (var match in Example().Matches(new Document("docs/operations.md").Text).AsEnumerable()) figures.Add(match.Groups[1].Value, match.Groups[2].Value);
            return figures;
        }
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public async Task Are_what_the_script_says(string arguments, string figures) => (await Run(arguments)).ShouldBe(figures);

    [Fact]
    public void Are_there() => Figures.Count.ShouldBeGreaterThan(4);

    [Fact]
    public async Task Follow_other_prices()
    {
        var prices = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(prices, """{ "logGb": 12.5 }""");

            (await Run($"--list-prices --prices {prices}")).ShouldContain("12.5  GB, beyond 5 (given)");
        }
        finally
        {
            File.Delete(prices);
        }
    }

    private static async Task<string> Run(string arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", $"run scripts/cost.cs -- {arguments}")
        {
            WorkingDirectory = Document.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            process.ExitCode.ShouldBe(0, await errors);
            return (await output).ReplaceLineEndings("\n");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"```sh\ndotnet run scripts/cost\.cs -- ([^\n]*)\n```\n\n```\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
