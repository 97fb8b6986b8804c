using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Infrastructure;

/// <summary>The README's table of settings against what the app reads.</summary>
public sealed class SettingsTableTests
{
    [Fact]
    public async Task Every_setting_stands_in_the_table()
    {
        var readme = await File.ReadAllTextAsync(BicepCompiler.Path("../README.md"));

        (await AppSettings.All()).Where(setting => !readme.Contains($"`{setting}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
