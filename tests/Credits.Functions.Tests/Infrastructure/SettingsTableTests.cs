using System.Text.RegularExpressions;
using Credits.Functions.Tests.Docs;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>The README's table of settings against what the app reads.</summary>
public sealed partial class SettingsTableTests
{
    // The Functions host's own: without the first no timer runs, the others let events wait.
    private static readonly string[] OfTheHost =
        ["AzureWebJobsStorage", "AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize", "AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime"];

    private static readonly string Table = new Document("README.md").Text.Split("\n| setting | what | default |\n")[1].Split("\n\n")[0];

    [Fact]
    public async Task Every_setting_stands_in_the_table() => (await AppSettings.All()).Where(setting => !Table.Contains($"`{setting}`", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public async Task Every_setting_of_the_table_is_read()
    {
        var told = FirstColumn().Matches(Table).SelectMany(row => Name().Matches(row.Groups[1].Value)).Select(match => match.Groups[1].Value).ToList();

        told.Count.ShouldBeGreaterThan(30);
        told.Except([.. await AppSettings.All(), .. OfTheHost]).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex FirstColumn();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
