using System.Text.Json;

namespace Credits.Local.Cosmos.Queries;

/// <summary>Where a page ended: the last row's sort values and how many rows came so far. The values, not the count, find the next page.</summary>
internal sealed record Position(IReadOnlyList<object?> Values, long Seen)
{
    /// <summary>Reads a continuation token; null when there is none.</summary>
    public static Position? Parse(string? token, int values)
    {
        if (string.IsNullOrEmpty(token)) return null;

        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(token));
            object?[] read = [.. json.RootElement.EnumerateArray().Select(Value)];
            if (read.Length == values + 1 && read[^1] is long seen) return new(read[..^1], seen);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw CosmosError.BadRequest($"The continuation token is not one of this gateway: {e.Message}");
        }

        throw CosmosError.BadRequest("The continuation token belongs to another query.");
    }

    public override string ToString() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes<IEnumerable<object?>>([.. Values, Seen]));

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        var kind => throw new InvalidOperationException($"a value of type {kind}"),
    };
}
