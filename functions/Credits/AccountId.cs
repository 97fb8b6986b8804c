using System.Buffers;

namespace Credits;

/// <summary>Names an account: the <c>subject</c> of its events, its partition in the store, a segment of its URLs.</summary>
public readonly record struct AccountId
{
    /// <summary>The longest account id, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>What an account id may consist of, in words for an error message.</summary>
    public const string Rule = "1 to 128 characters out of A-Z a-z 0-9 - _ . : @ +, not starting with a dot";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@+");

    private AccountId(string value) => Value = value;

    /// <summary>The id as written.</summary>
    public string Value { get; }

    /// <summary>Reads an id; false when it breaks the <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out AccountId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && text[0] != '.' && !text.AsSpan().ContainsAnyExcept(Allowed);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It breaks the <see cref="Rule"/>.</exception>
    public static AccountId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an account id: {Rule}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
