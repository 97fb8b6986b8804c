using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Credits.Local.Cosmos;

/// <summary>One page of a query's answer, and where the next begins.</summary>
/// <remarks>The continuation holds the last row's sort value and number, not a count: documents that come or go meanwhile make it neither skip nor repeat others.</remarks>
internal sealed record QueryPage(IReadOnlyList<byte[]> Documents, string? Continuation)
{
    public static QueryPage Run(DocumentStore store, ContainerDefinition container, string? key, Query query, int size, string? continuation)
    {
        var values = new List<object?> { container.Number, store.Now };
        var where = "container = ? AND (expires IS NULL OR expires > ?)";
        if (key is not null)
        {
            where += " AND key = ?";
            values.Add(key);
        }

        where += $" AND {query.Where}";
        values.AddRange(query.Values);
        if (query.Counts)
        {
            var count = store.Read(statements =>
            {
                using var row = statements.Read(Numbered($"SELECT count(*) FROM documents WHERE {where}"), [.. values]);
                row.Read();
                return row.GetInt64(0);
            });
            return new([Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture))], null);
        }

        // Documents without the sorted path are not in the answer, as in the service.
        var order = query.OrderColumn ?? "number";
        if (query.OrderColumn is not null) where += $" AND {order} IS NOT NULL";
        var after = Position.Parse(continuation);
        if (after is not null)
        {
            var beyond = query.Descending ? "<" : ">";
            where += $" AND ({order} {beyond} ? OR ({order} = ? AND number {beyond} ?))";
            values.AddRange([after.Value, after.Value, after.Number]);
        }

        var seen = after?.Seen ?? 0;
        var left = query.Top is { } top ? Math.Min(size, top - seen) : size;
        var direction = query.Descending ? "DESC" : "ASC";
        var sql = $"SELECT json, number, {order} FROM documents WHERE {where} ORDER BY {order} {direction}, number {direction} LIMIT ? OFFSET ?";
        values.AddRange([left, after is null ? query.Offset : 0]);

        return store.Read(statements =>
        {
            var documents = new List<byte[]>();
            Position? last = null;
            using var rows = statements.Read(Numbered(sql), [.. values]);
            while (rows.Read())
            {
                documents.Add(rows.GetFieldValue<byte[]>(0));
                last = new(rows.GetValue(2), rows.GetInt64(1), seen + documents.Count);
            }

            var ended = documents.Count < size || last!.Seen >= (query.Top ?? long.MaxValue);
            return new QueryPage(documents, ended ? null : last!.ToString());
        });
    }

    private static string Numbered(string sql)
    {
        var number = 0;
        return string.Concat(sql.Select(c => c == '?' ? $"${++number}" : $"{c}"));
    }

    private sealed record Position(object Value, long Number, long Seen)
    {
        public static Position? Parse(string? continuation)
        {
            if (string.IsNullOrEmpty(continuation)) return null;

            var parts = JsonSerializer.Deserialize<JsonElement[]>(Convert.FromBase64String(continuation))!;
            object value = parts[0].ValueKind == JsonValueKind.String ? parts[0].GetString()! : parts[0].TryGetInt64(out var whole) ? whole : parts[0].GetDouble();
            return new(value, parts[1].GetInt64(), parts[2].GetInt64());
        }

        public override string ToString() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new[] { Value, Number, Seen }));
    }
}
