using Azure.Data.Tables;

namespace Credits.Functions.Storage.Catalogue;

/// <summary>Text of any length in a table entity: a property holds at most 32K characters, so longer text takes several.</summary>
internal static class ChunkedText
{
    private const int CharactersPerProperty = 30_000;

    // An entity holds at most 1 MiB, and a character takes two bytes.
    private const int MaxProperties = 15;

    /// <summary>The longest text an entity takes, even if no property can be filled to its last character.</summary>
    public const int MaxCharacters = (CharactersPerProperty - 1) * MaxProperties;

    public static void Write(TableEntity entity, string name, string text)
    {
        if (text.Length > MaxCharacters) throw new ArgumentException($"{text.Length} characters don't fit the {MaxCharacters} of an entity.", nameof(text));

        var properties = 0;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var length = Math.Min(CharactersPerProperty, rest.Length);
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1])) length--; // half a character does not survive the way to the store
            entity[name + properties++] = rest[..length].ToString();
            rest = rest[length..];
        }
    }

    public static string Read(TableEntity entity, string name) =>
        string.Concat(Enumerable.Range(0, MaxProperties).Select(i => entity.GetString(name + i)));
}
