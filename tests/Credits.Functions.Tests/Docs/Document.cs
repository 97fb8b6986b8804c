using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Credits.Functions.Tests.Docs;

/// <summary>A document of the repository, as people read it there.</summary>
internal sealed partial class Document(string path)
{
    /// <summary>The top folder.</summary>
    public static string Root { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(ThisFolder(), "../../.."));

    /// <summary>Its path from the top folder.</summary>
    public string Path => path;

    /// <summary>Its text.</summary>
    public string Text { get; } = File.ReadAllText(System.IO.Path.Combine(Root, path));

    /// <summary>All that are not somebody else's.</summary>
    public static IEnumerable<Document> All() =>
        Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Root, file))
            .Where(file => !file.Split('/').Any(folder => folder is "bin" or "obj" or "node_modules" or ".data" or ".git"))
            .Select(file => new Document(file));

    /// <summary>Headings as they are linked to.</summary>
    public IEnumerable<string> Anchors() => Heading().Matches(WithoutCode()).Select(match => NotInAnchors().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Where it links to within the repository.</summary>
    public IEnumerable<string> Links() =>
        Link().Matches(WithoutCode()).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal));

    private string WithoutCode() => CodeBlock().Replace(Text, "");

    private static string ThisFolder([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#+ +(.+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
