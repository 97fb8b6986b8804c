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

    [Fact]
    public void Options_bind_where_the_app_says() =>
        Directory.EnumerateFiles(Path.Combine(BicepCompiler.Folder, "../functions/Credits.Functions"), "*Services.cs", SearchOption.AllDirectories)
            .Sum(file => File.ReadAllText(file).Split(".BindConfiguration(", StringSplitOptions.None).Length - 1)
            .ShouldBe(AppSettings.OfOptions.Select(setting => setting.Split("__")[0]).Distinct().Count(), "a new section of options must be known here");
}
