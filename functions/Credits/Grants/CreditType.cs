using System.Buffers;

namespace Credits.Grants;

/// <summary>Names one kind of credits, such as <c>credits</c> or <c>premium</c>. Kinds never mix.</summary>
public readonly record struct CreditType : IComparable<CreditType>
{
    /// <summary>What a credit type may consist of, in words for an error message.</summary>
    public const string Rule = "1 to 32 characters out of a-z 0-9 -";

    private const int MaxLength = 32;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly string? _value;

    private CreditType(string value) => _value = value;

    /// <summary>The type of credits where none is named.</summary>
    public static CreditType Default { get; }

    /// <summary>The name as written.</summary>
    public string Value => _value ?? "credits";

    /// <summary>Reads a name; false when it breaks the <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out CreditType type)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
        type = valid && text != Default.Value ? new(text!) : default;
        return valid;
    }

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It breaks the <see cref="Rule"/>.</exception>
    public static CreditType Parse(string text) =>
        TryParse(text, out var type) ? type : throw new FormatException($"'{text}' is not a credit type: {Rule}.");

    /// <inheritdoc/>
    public int CompareTo(CreditType other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
