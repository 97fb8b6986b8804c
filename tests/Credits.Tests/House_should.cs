using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Credits.Tests;

/// <summary>How the domain is built, read from its source.</summary>
public sealed partial class House_should
{
    private static readonly string Domain = Path.GetFullPath(Path.Combine(ThisFolder(), "../../functions/Credits"));

    private static readonly Dictionary<string, HashSet<string>> Arrows = Directory.EnumerateDirectories(Domain)
        .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
        .ToDictionary(
            folder => Path.GetFileName(folder),
            folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Using().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
                .ToHashSet());

    [Fact]
    public void Have_no_circle_of_folders()
    {
        Arrows.Count.ShouldBeGreaterThan(5);
        var left = Arrows.ToDictionary();
        while (left.Where(folder => !folder.Value.Overlaps(left.Keys)).Select(folder => folder.Key).ToList() is { Count: > 0 } ground)
            foreach (var folder in ground) left.Remove(folder);

        left.Select(folder => $"{folder.Key} uses {string.Join(", ", folder.Value.Where(left.ContainsKey))}").ShouldBeEmpty();
    }

    [Fact]
    public void Stand_on_no_framework_of_the_web_and_no_package_but_the_time_zones()
    {
        Reference().Matches(File.ReadAllText(Path.Combine(Domain, "Credits.csproj"))).Select(match => match.Value).ShouldBe(["PackageReference Include=\"NodaTime\" "]);
        Directory.EnumerateFiles(Domain, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ShouldAllBe(source => !Foreign().IsMatch(source));
    }

    [Fact]
    public void Know_no_clock_and_no_binary_fraction() =>
        Directory.EnumerateFiles(Domain, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => ClockOrFraction().IsMatch(WithoutComments(File.ReadAllText(file)))).ShouldBeEmpty();

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^using (?:static )?Credits\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^using (Azure|Microsoft|Stripe|System\.Net)", RegexOptions.Multiline)]
    private static partial Regex Foreign();

    [GeneratedRegex(@"\w*Reference [^/>]*")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(double|float|UtcNow|DateTime\.Now|Stopwatch|TimeProvider)\b")]
    private static partial Regex ClockOrFraction();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
