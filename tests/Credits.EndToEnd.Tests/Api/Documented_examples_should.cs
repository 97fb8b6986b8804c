using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Credits.EndToEnd.Tests.Api;

/// <summary>docs/api.md as somebody types it off. Needs bash and curl.</summary>
[Collection(RunningStack.Collection)]
public sealed partial class Documented_examples_should(RunningStack running)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Succeed_one_after_the_other()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(ThisFolder(), "../../../docs/api.md"));
        var examples = Example().Matches(guide).Select(match => match.Groups[1].Value).ToList();
        examples.Count.ShouldBeGreaterThan(10);

        var (exitCode, output) = await Run(string.Concat(examples.Prepend("set -e\n")));

        exitCode.ShouldBe(0, output);
        output.ShouldContain("\"verified\":true");
        output.ShouldNotContain("/problems/");
    }

    private async Task<(int ExitCode, string Output)> Run(string script)
    {
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-c", script },
            Environment = { ["API"] = running.Stack.Endpoints.Api.ToString().TrimEnd('/'), ["KEY"] = running.Stack.Endpoints.ApiKey },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var bash = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = bash.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = bash.StandardError.ReadToEndAsync(deadline.Token);
            await bash.WaitForExitAsync(deadline.Token);
            return (bash.ExitCode, await output + await errors);
        }
        finally
        {
            if (!bash.HasExited) bash.Kill(entireProcessTree: true);
        }
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
