using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Credits.Functions.OpenApi;
using Shouldly;
using Xunit;

namespace Credits.Functions.Tests.OpenApi;

public sealed partial class DocsPageTests
{
    private static readonly string Page = Encoding.UTF8.GetString(DocsPage.Html.Span);

    [Fact]
    public void The_page_shows_every_operation_and_every_schema()
    {
        foreach (var operation in Operation.All) Page.ShouldContain($"<section id=\"{operation.Id}\"");
        foreach (var schema in DescribedApi.Schemas) Page.ShouldContain($"<section id=\"{SchemaHtml.AnchorOf(schema.Key)}\"");
    }

    [Fact]
    public void Every_link_within_the_page_leads_somewhere_and_no_id_is_there_twice()
    {
        var ids = Ids().Matches(Page).Select(match => match.Groups[1].Value).ToList();

        ids.ShouldBeUnique();
        LocalLinks().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ShouldBeSubsetOf(ids);
    }

    [Fact]
    public void The_page_asks_nobody_for_anything()
    {
        Page.ShouldNotContain("<script");
        Page.ShouldNotContain("src=");
        Page.ShouldNotContain("url(");
        Page.ShouldNotContain("@import");
        Examples().Replace(Page, "").ShouldNotContain("://", customMessage: "but for the text of examples");
    }

    [Fact]
    public void The_security_policy_admits_just_the_style_that_the_page_has()
    {
        var style = Styles().Matches(Page).ShouldHaveSingleItem().Groups[1].Value;

        DocsPage.ContentSecurityPolicy.ShouldBe(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; " +
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        Page.ShouldNotContain("style=", customMessage: "the policy admits no style attributes");
    }

    [GeneratedRegex("<pre><code>.*?</code></pre>", RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex(" href=\"#([^\"]+)\"")]
    private static partial Regex LocalLinks();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();
}
