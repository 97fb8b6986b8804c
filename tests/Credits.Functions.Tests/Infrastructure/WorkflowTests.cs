using System.Text.RegularExpressions;
using Credits.Functions.Tests.Docs;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>The workflows against the script that they run and the parameters that it hands over. They can't be run here; their files can be read.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Deploy = new Document(".github/workflows/deploy.yml").Text;
    private static readonly string PullRequest = new Document(".github/workflows/pull-request.yml").Text;
    private static readonly string Script = new Document("scripts/deploy.sh").Text;

    [Fact]
    public void Each_environment_is_told_the_same() => Parameters("dev").ShouldBe(Parameters("prod"), ignoreOrder: true);

    [Fact]
    public void A_deployment_is_told_all_that_its_parameters_read() => Parameters("prod").ShouldBeSubsetOf(Told(Deploy).Select(told => told.Name));

    [Fact]
    public void What_would_change_is_asked_with_all_that_is_no_secret()
    {
        var secrets = Told(Deploy).Where(told => told.From == "secrets").Select(told => told.Name);

        Parameters("dev").Except(secrets).ShouldBeSubsetOf(Told(PullRequest).Select(told => told.Name));
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("pull-request")]
    public void The_script_is_called_with_options_that_it_has(string workflow)
    {
        var calls = Call().Matches(new Document($".github/workflows/{workflow}.yml").Text).Select(match => match.Value).ToList();

        calls.ShouldNotBeEmpty();
        calls.SelectMany(call => Option().Matches(call)).Select(match => match.Value).Where(option => !Script.Contains($"        {option})", StringComparison.Ordinal)).ShouldBeEmpty();
        calls.ShouldAllBe(call => call.Contains("--environment ", StringComparison.Ordinal) && call.Contains("--resource-group \"$RESOURCE_GROUP\"", StringComparison.Ordinal));
    }

    [Fact]
    public void An_environment_that_can_be_chosen_has_parameters()
    {
        var offered = Choice().Match(Deploy).Groups[1].Value.Split(", ");

        offered.ShouldAllBe(environment => File.Exists(BicepCompiler.Path($"{environment}.bicepparam")));
        Input().Matches(Deploy).Select(match => match.Groups[1].Value).Distinct().ShouldBe(["environment"]);
    }

    [Fact]
    public void Everything_that_has_to_be_set_at_GitHub_stands_in_the_document()
    {
        var guide = new Document("docs/deploy.md").Text;

        Setting().Matches(Deploy + PullRequest).Select(match => match.Groups["name"].Value).Distinct().Where(setting => !guide.Contains($"`{setting}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_job_that_deploys_may_log_in()
    {
        var (before, jobs) = JobsOf(Deploy);

        (before + jobs["test"]).ShouldNotContain("id-token");
        jobs["test"].ShouldNotContain("environment:");
        jobs["deploy"].ShouldContain("needs: test");
        jobs["deploy"].ShouldContain("id-token: write");
        jobs.Keys.ShouldBe(["test", "deploy"]);
    }

    [Fact]
    public void Secrets_are_told_only_to_the_steps_that_run_the_script()
    {
        var parts = Step().Split(Deploy);

        parts.Where(part => part.Contains("secrets.", StringComparison.Ordinal)).ShouldNotBeEmpty();
        parts.Where(part => part.Contains("secrets.", StringComparison.Ordinal)).ShouldAllBe(part => part.Contains("run: scripts/deploy.sh", StringComparison.Ordinal));
    }

    [Fact]
    public void An_action_of_others_is_one_commit_of_it() =>
        Used().Matches(Deploy + PullRequest).Select(match => match.Groups[1].Value).ShouldAllBe(version => Commit().IsMatch(version));

    private static (string Before, Dictionary<string, string> Jobs) JobsOf(string workflow)
    {
        var parts = JobName().Split(workflow);
        return (parts[0], Enumerable.Range(0, (parts.Length - 1) / 2).ToDictionary(i => parts[(2 * i) + 1], i => parts[(2 * i) + 2]));
    }

    private static IEnumerable<string> Parameters(string environment) => Read().Matches(File.ReadAllText(BicepCompiler.Path($"{environment}.bicepparam"))).Select(match => match.Groups[1].Value);

    private static IEnumerable<(string Name, string From)> Told(string workflow) =>
        Setting().Matches(workflow).Where(match => match.Groups["told"].Value == match.Groups["name"].Value).Select(match => (match.Groups["name"].Value, match.Groups["from"].Value));

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'")]
    private static partial Regex Read();

    [GeneratedRegex(@"(?:(?<=\n) +(?<told>[A-Z_]+): \$\{\{ )?(?<from>vars|secrets)\.(?<name>[A-Z_]+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"scripts/deploy\.sh .*")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<= )--[a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"options: \[(.+)\]")]
    private static partial Regex Choice();

    [GeneratedRegex(@"\n  (?=\S)([\w-]+):(?=\n    runs-on:|\n    needs:)")]
    private static partial Regex JobName();

    [GeneratedRegex(@"\n      - ")]
    private static partial Regex Step();

    [GeneratedRegex(@"uses: [^@\s]+@(.+)")]
    private static partial Regex Used();

    [GeneratedRegex(@"^[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Commit();

    [GeneratedRegex(@"inputs\.(\w+)")]
    private static partial Regex Input();
}
