using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Text of any length in a table entity: a property holds at most 32K characters, so longer text takes several.</summary>
internal static class ChunkedText
{
    private const int CharactersPerProperty = 30_000;

    // An entity holds at most 1 MiB, and a character takes two bytes.
    private const int MaxProperties = 15;

    /// <summary>The longest text an entity takes.</summary>
    public const int MaxCharacters = CharactersPerProperty * MaxProperties;

    public static void Write(TableEntity entity, string name, string text)
    {
        if (text.Length > MaxCharacters) throw new ArgumentException($"{text.Length} characters don't fit the {MaxCharacters} of an entity.", nameof(text));

        var properties = 0;
        for (var start = 0; start < text.Length; start += CharactersPerProperty)
            entity[name + properties++] = text.Substring(start, Math.Min(CharactersPerProperty, text.Length - start));
    }

    public static string Read(TableEntity entity, string name) =>
        string.Concat(Enumerable.Range(0, MaxProperties).Select(i => entity.GetString(name + i)));
}
