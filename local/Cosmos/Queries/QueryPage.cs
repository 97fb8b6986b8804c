using System.Globalization;
using System.Text;

namespace Credits.Local.Cosmos.Queries;

/// <summary>One page of a query's answer, and where the next begins.</summary>
/// <remarks>The next page is found by the last row's sort values, not by a count: documents that come or go meanwhile make it neither skip nor repeat others.</remarks>
internal sealed record QueryPage(IReadOnlyList<byte[]> Documents, string? Continuation)
{
    // The service cuts a page at 4 MB, whatever number of documents was asked for.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Answers a query about one partition, or about all without a key.</summary>
    public static QueryPage Run(DocumentStore store, ContainerDefinition container, string? key, Query query, int size, string? continuation)
    {
        var sql = SqlTranslation.Of(query, container);
        var (where, values) = ("container = ? AND (expires IS NULL OR expires > ?)", new List<object?> { container.Number, store.Now });
        if (key is not null)
        {
            where += " AND key = ?";
            values.Add(key);
        }

        where += $" AND {sql.Where}";
        values.AddRange(sql.Values);
        if (query.Select is Selection.Count) return new([Encoding.UTF8.GetBytes(Count(store, where, values).ToString(CultureInfo.InvariantCulture))], null);

        var order = Order(sql, key);
        var after = Position.Parse(continuation, order.Count);
        var seen = after?.Seen ?? 0;
        var left = query.Top is { } top ? Math.Min(size, top - seen) : size;
        if (left <= 0) return new([], null);

        return store.ReadTogether(statements =>
        {
            if (after is null)
                foreach (var (value, _) in sql.OrderBy) AssertSortable(statements, where, values, value);
            else
                where += $" AND {Beyond(order, after.Values, values)}";

            var rows = Rows(statements, where, [.. values, left, after is null ? query.Offset : 0], order);
            return Cut(statements, rows, query.Select, isLast: rows.Count < left, seen, query.Top);
        });
    }

    // Nobody may rely on an order that was not asked for, so it is not the one in which documents were written or are named.
    private static List<(string Value, bool Descending)> Order(SqlTranslation sql, string? key) =>
        sql.OrderBy.Count > 0 ? [.. sql.OrderBy, ("number", sql.OrderBy[0].Descending)]
        : key is null ? [("key", true), ("id", true)]
        : [("id", true)];

    private static long Count(DocumentStore store, string where, List<object?> values) => store.Read(statements =>
    {
        using var row = statements.Read(Numbered($"SELECT count(*) FROM documents WHERE {where}"), [.. values]);
        row.Read();
        return row.GetInt64(0);
    });

    // SQLite would put truth values, null, arrays and objects elsewhere than Cosmos DB does.
    private static void AssertSortable(SqliteStatements statements, string where, List<object?> values, string value)
    {
        using var row = statements.Read(Numbered($"SELECT EXISTS(SELECT 1 FROM documents WHERE {where} AND {value} >= x'')"), [.. values]);
        row.Read();
        if (row.GetBoolean(0)) throw CosmosError.Unsupported("ORDER BY a property that is neither number nor text in some document");
    }

    // Of two sort values a and b: a beyond, or a equal and b beyond. The missing come first.
    private static string Beyond(List<(string Value, bool Descending)> order, IReadOnlyList<object?> last, List<object?> values)
    {
        var alternatives = new List<string>();
        for (var i = 0; i < order.Count; i++)
        {
            var conditions = new List<string>();
            for (var j = 0; j < i; j++)
            {
                conditions.Add($"{order[j].Value} IS ?");
                values.Add(last[j]);
            }

            var (value, descending) = order[i];
            if (!MayBeMissing(value))
            {
                conditions.Add($"{value} {(descending ? "<" : ">")} ?");
                values.Add(last[i]);
            }
            else if (last[i] is null)
            {
                conditions.Add(descending ? "0" : $"{value} IS NOT NULL");
            }
            else
            {
                conditions.Add(descending ? $"({value} < ? OR {value} IS NULL)" : $"{value} > ?");
                values.Add(last[i]);
            }

            alternatives.Add($"({string.Join(" AND ", conditions)})");
        }

        var beyond = $"({string.Join(" OR ", alternatives)})";
        if (last[0] is null || (order[0].Descending && MayBeMissing(order[0].Value))) return beyond;

        values.Add(last[0]);
        return $"{beyond} AND {order[0].Value} {(order[0].Descending ? "<=" : ">=")} ?"; // says nothing new, but an index can begin there
    }

    private static bool MayBeMissing(string value) => value is not ("id" or "key" or "ts" or "number");

    private static List<(long Number, object?[] Sorted)> Rows(SqliteStatements statements, string where, object?[] values, List<(string Value, bool Descending)> order)
    {
        var columns = string.Join(", ", order.Select(part => part.Value));
        var by = string.Join(", ", order.Select(part => part.Value + (part.Descending ? " DESC" : " ASC")));
        var rows = new List<(long, object?[])>();
        using var reader = statements.Read(Numbered($"SELECT number, {columns} FROM documents WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?"), values);
        while (reader.Read())
        {
            var sorted = new object?[order.Count];
            for (var i = 0; i < sorted.Length; i++) sorted[i] = reader.IsDBNull(i + 1) ? null : reader.GetValue(i + 1);
            rows.Add((reader.GetInt64(0), sorted));
        }

        return rows;
    }

    private static QueryPage Cut(SqliteStatements statements, List<(long Number, object?[] Sorted)> rows, Selection select, bool isLast, long seen, long? top)
    {
        var (documents, bytes, taken) = (new List<byte[]>(rows.Count), 0, 0);
        foreach (var (number, _) in rows)
        {
            if (Projection.Of(Json(statements, number), select) is { } document)
            {
                if (bytes > 0 && bytes + document.Length > MaxBytes) break;
                documents.Add(document);
                bytes += document.Length;
            }

            taken++;
        }

        var ended = (isLast && taken == rows.Count) || seen + taken >= top;
        return new(documents, ended ? null : new Position(rows[taken - 1].Sorted, seen + taken).ToString());
    }

    private static byte[] Json(SqliteStatements statements, long number)
    {
        using var row = statements.Read("SELECT json FROM documents WHERE number=$1", number);
        row.Read();
        return row.GetFieldValue<byte[]>(0);
    }

    private static string Numbered(string sql)
    {
        var (text, number) = (new StringBuilder(sql.Length + 32), 0);
        foreach (var c in sql)
        {
            text.Append(c == '?' ? '$' : c);
            if (c == '?') text.Append(++number);
        }

        return text.ToString();
    }
}
