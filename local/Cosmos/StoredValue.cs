using System.Text.Json;

namespace Credits.Local.Cosmos;

/// <summary>A property's value in SQLite: texts and numbers as they are, missing ones as NULL, and what SQLite has no type for as a blob of one byte.</summary>
internal static class StoredValue
{
    public const string NullLiteral = "x'00'";
    public const string ArrayLiteral = "x'03'";

    private static readonly byte[] Null = [0];
    private static readonly byte[] False = [1];
    private static readonly byte[] True = [2];
    private static readonly byte[] Array = [3];
    private static readonly byte[] Object = [4];

    /// <summary>A query's constant.</summary>
    public static object Of(object constant) => constant switch
    {
        DBNull => Null,
        bool truth => truth ? True : False,
        string or long or double => constant,
        _ => throw new InvalidOperationException($"No stored value of a {constant.GetType()}."),
    };

    /// <summary>The value that a reader stands on.</summary>
    public static object Of(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => JsonNumber.AsStored(reader.GetDouble()),
        JsonTokenType.True => True,
        JsonTokenType.False => False,
        JsonTokenType.Null => Null,
        JsonTokenType.StartArray => Array,
        JsonTokenType.StartObject => Object,
        var type => throw new InvalidOperationException($"No stored value of a {type}."),
    };

    /// <summary>The same in SQL, of a JSON type and a value that SQLite's JSON functions tell.</summary>
    public static string Expression(string jsonType, string value) =>
        $"CASE {jsonType} WHEN 'null' THEN x'00' WHEN 'false' THEN x'01' WHEN 'true' THEN x'02' WHEN 'array' THEN x'03' WHEN 'object' THEN x'04' ELSE {value} END";

    /// <summary>What typeof must say of values that have an order with a constant.</summary>
    public static string TypesLike(object constant) => constant is string ? "= 'text'" : "IN ('integer', 'real')";
}
