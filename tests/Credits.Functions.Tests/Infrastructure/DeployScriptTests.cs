using System.Diagnostics;
using Credits.Functions.Tests.Deliveries;
using Credits.Functions.Tests.Docs;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>scripts/deploy.sh, with stand-ins for the Azure CLI and for waiting that note what they are asked for.</summary>
public sealed class DeployScriptTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credits-deploy-").FullName;
    private WebhookReceiver _app = null!;

    public async Task InitializeAsync()
    {
        _app = await WebhookReceiver.Start();
        var api = new Uri(new Uri(_app.Url), "/api/v1");
        // As the CLI prints outputs: one of a deployment is an object of its type and its value. Each line in the file "refusals" refuses one publication.
        await Command("az", $$"""
            echo "$*" >> "{{_folder}}/asked"
            if [[ $* == *"config-zip"* && -s "{{_folder}}/refusals" ]]; then sed -i 1d "{{_folder}}/refusals"; exit 1; fi
            [[ $* != *"app show"* ]] || echo /app
            [[ $* != *"group create"* ]] || printf '{\n  "api": {\n    "type": "String",\n    "value": "{{api}}"\n  },\n  "functionApp": {\n    "type": "String",\n    "value": "credits-dev-abc123"\n  }\n}\n'
            """);
        await Command("sleep", $"""echo "$*" >> "{_folder}/slept" """);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_would_change_is_asked_and_nothing_done()
    {
        (await Run("--what-if", "--environment", "dev", "--resource-group", "credits-dev")).ExitCode.ShouldBe(0);

        Asked().ShouldBe(["deployment group what-if --resource-group credits-dev --parameters infra-bicep/dev.bicepparam --validation-level ProviderNoRbac"]);
    }

    [Fact]
    public async Task A_release_is_deployed_published_and_asked_how_it_is()
    {
        var (exitCode, output) = await Run("--environment", "prod", "--resource-group", "credits-prod", "--package", "release.zip");

        exitCode.ShouldBe(0, output);
        Asked().ShouldBe(
        [
            "deployment group create --resource-group credits-prod --parameters infra-bicep/prod.bicepparam --query properties.outputs --output json",
            "functionapp show --resource-group credits-prod --name credits-dev-abc123 --query id --output tsv",
            "rest --method post --url /app/config/configreferences/appsettings/refresh?api-version=2022-03-01 --output none",
            "functionapp deployment source config-zip --resource-group credits-prod --name credits-dev-abc123 --src release.zip --output none",
        ]);
        _app.Received.ShouldHaveSingleItem().Path.ShouldBe("/api/v1/health");
    }

    [Theory]
    [InlineData(4, 0, 1)]
    [InlineData(5, 1, 0)]
    public async Task Publishing_is_tried_five_times_and_only_what_is_published_is_asked_how_it_is(int refusals, int code, int questions)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "refusals"), Enumerable.Repeat("no", refusals));

        var (exitCode, output) = await Run("--environment", "prod", "--resource-group", "credits-prod", "--package", "release.zip");

        exitCode.ShouldBe(code, output);
        File.ReadLines(Path.Combine(_folder, "slept")).ShouldBe(Enumerable.Repeat("30", 4));
        _app.Received.Count.ShouldBe(questions);
    }

    [Theory]
    [InlineData("true", "operators@example.com", "With Stripe; alerts are mailed to operators@example.com.")]
    [InlineData("", "", "Without Stripe; alerts are mailed to nobody.")]
    public async Task It_says_what_the_environment_tells_it_and_what_it_switches_off(string stripe, string email, string said) =>
        (await RunTold(stripe, email, "--what-if", "--environment", "prod", "--resource-group", "credits-prod")).Output.ShouldContain(said);

    [Theory]
    [InlineData("--environment", "staging", "--resource-group", "credits")]
    [InlineData("--environment", "dev")]
    [InlineData("--environment", "dev", "--resource-group", "credits", "--force")]
    public async Task What_can_be_no_deployment_is_refused(params string[] arguments)
    {
        var (exitCode, output) = await Run(arguments);

        exitCode.ShouldBe(2);
        output.ShouldStartWith("usage: ");
        Asked().ShouldBeEmpty();
    }

    private async Task Command(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, $"#!/usr/bin/env bash\n{script}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private IEnumerable<string> Asked() => File.Exists(Path.Combine(_folder, "asked")) ? File.ReadLines(Path.Combine(_folder, "asked")) : [];

    private Task<(int ExitCode, string Output)> Run(params string[] arguments) => RunTold("", "", arguments);

    private async Task<(int ExitCode, string Output)> RunTold(string stripe, string email, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Document.Root, "scripts/deploy.sh"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["PATH"], start.Environment["STRIPE"], start.Environment["ALERT_EMAIL"]) = ($"{_folder}:{Environment.GetEnvironmentVariable("PATH")}", stripe, email);

        using var script = Process.Start(start)!;
        var (output, errors) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        return (script.ExitCode, await output + await errors);
    }
}
