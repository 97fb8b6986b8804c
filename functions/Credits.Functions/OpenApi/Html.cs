using System.Xml.Linq;

namespace Credits.Functions.OpenApi;

/// <summary>HTML elements, as values; their text is escaped when they are written.</summary>
internal static class Html
{
    // The only ones that have no end tag.
    private static readonly string[] Void = ["meta", "link"];

    /// <summary>An element with attributes, elements and texts.</summary>
    public static XElement Element(string name, params object?[] content)
    {
        var element = new XElement(name, content);
        if (element.IsEmpty && !Void.Contains(name)) element.Value = "";
        return element;
    }

    public static XAttribute Class(string name) => new("class", name);

    public static XAttribute Id(string id) => new("id", id);

    public static XElement Link(string target, object content) => Element("a", new XAttribute("href", target), content);

    public static XElement Code(string text) => Element("code", text);

    /// <summary>Paragraphs of a description: blank lines part them; <c>`code`</c> and <c>**bold**</c> are all the marks there are.</summary>
    public static IEnumerable<XElement> Paragraphs(string? text) =>
        text is null ? [] : text.Split("\n\n").Select(paragraph => Element("p", Inline(paragraph)));

    /// <summary>One paragraph's texts and marks.</summary>
    public static IEnumerable<object> Inline(string? text)
    {
        var parts = (text ?? "").Split('`');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                yield return Code(parts[i]);
                continue;
            }

            var bold = parts[i].Split("**");
            for (var j = 0; j < bold.Length; j++) yield return j % 2 == 1 ? Element("strong", bold[j]) : new XText(bold[j]);
        }
    }
}
