using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.Docs;

/// <summary>Documents as they were meant, and their links among each other.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there() => Document.All().SelectMany(document => document.Links().Where(link => !Leads(document, link)).Select(link => $"{document.Path}: {link}")).ShouldBeEmpty();

    [Fact]
    public void Links_are_found_at_all() => Document.All().Sum(document => document.Links().Count()).ShouldBeGreaterThan(50);

    [Fact]
    public void No_document_is_left_half_merged() => Document.All().Where(document => ConflictMarker().IsMatch(document.Text)).Select(document => document.Path).ShouldBeEmpty();

    [GeneratedRegex(@"^(<{7}|>{7}) ", RegexOptions.Multiline)]
    private static partial Regex ConflictMarker();

    private static bool Leads(Document from, string link)
    {
        var (file, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var path = file.Length == 0 ? from.Path : Path.GetRelativePath(Document.Root, Path.GetFullPath(Path.Combine(Document.Root, Path.GetDirectoryName(from.Path)!, file)));
        var full = Path.Combine(Document.Root, path);
        if (anchor is null) return File.Exists(full) || Directory.Exists(full);

        return File.Exists(full) && new Document(path).Anchors().Contains(anchor);
    }
}
