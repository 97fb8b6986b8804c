using System.Text;

namespace Credits.Local.Cosmos.Queries;

/// <summary>A query's condition and order as SQL over the documents' table, with the values of its parameters in order.</summary>
/// <remarks>
/// Every property becomes an expression over <see cref="StoredValue"/>s, where a missing one is NULL. SQL's three-valued logic is then Cosmos DB's:
/// equality is defined between all types, order only within one. NOT is pushed down to the comparisons, so that a guard on the type stays a guard.
/// </remarks>
internal sealed class SqlTranslation
{
    private const string JsonText = "CAST(documents.json AS TEXT)"; // json_each has a column json, too

    private readonly ContainerDefinition _container;
    private readonly List<object?> _values = [];

    private SqlTranslation(Query query, ContainerDefinition container)
    {
        _container = container;
        Where = query.Where is null ? "1" : True(query.Where);
        OrderBy = [.. query.OrderBy.Select(sort => (ValueOf(sort.Path), sort.Descending))];
    }

    /// <summary>The condition, with a ? for each value.</summary>
    public string Where { get; }

    public IReadOnlyList<object?> Values => _values;

    /// <summary>The expressions to sort by.</summary>
    public IReadOnlyList<(string Value, bool Descending)> OrderBy { get; }

    /// <summary>Translates a query; refuses an order that the container's indexing policy does not serve.</summary>
    public static SqlTranslation Of(Query query, ContainerDefinition container)
    {
        container.Indexing.AssertServes(query.OrderBy);
        return new(query, container);
    }

    private string True(Condition condition) => condition switch
    {
        Condition.And(var left, var right) => $"({True(left)} AND {True(right)})",
        Condition.Or(var left, var right) => $"({True(left)} OR {True(right)})",
        Condition.Not(var inner) => False(inner),
        Condition.Compare(var path, var comparison, var constant) => Compare(path, comparison, constant),
        Condition.IsDefined(var path) => $"({ValueOf(path)} IS NOT NULL)",
        Condition.IsNull(var path) => $"({ValueOf(path)} = {StoredValue.NullLiteral})",
        Condition.StartsWith(var path, var prefix) => StartsWith(path, prefix, "="),
        Condition.ArrayContains(var path, var constant) => ArrayContains(path, constant, "EXISTS"),
        _ => throw new InvalidOperationException($"No translation of {condition}."),
    };

    private string False(Condition condition) => condition switch
    {
        Condition.And(var left, var right) => $"({False(left)} OR {False(right)})",
        Condition.Or(var left, var right) => $"({False(left)} AND {False(right)})",
        Condition.Not(var inner) => True(inner),
        Condition.Compare(var path, var comparison, var constant) => Compare(path, Opposite(comparison), constant),
        Condition.IsDefined(var path) => $"({ValueOf(path)} IS NULL)",
        Condition.IsNull(var path) => $"({ValueOf(path)} IS NOT {StoredValue.NullLiteral})",
        Condition.StartsWith(var path, var prefix) => StartsWith(path, prefix, "!="),
        Condition.ArrayContains(var path, var constant) => ArrayContains(path, constant, "NOT EXISTS"),
        _ => throw new InvalidOperationException($"No translation of NOT {condition}."),
    };

    private string Compare(PropertyPath path, string comparison, object constant)
    {
        var value = ValueOf(path);
        _values.Add(StoredValue.Of(constant));
        return comparison is "=" or "!=" ? $"({value} {comparison} ?)" : $"({value} {comparison} ? AND typeof({value}) {StoredValue.TypesLike(constant)})";
    }

    private string StartsWith(PropertyPath path, string prefix, string comparison)
    {
        var value = ValueOf(path);
        _values.AddRange([prefix.Length == 0 ? 0L : (long)prefix.EnumerateRunes().Count(), prefix]);
        return $"(typeof({value}) = 'text' AND substr({value}, 1, ?) {comparison} ?)";
    }

    private string ArrayContains(PropertyPath path, object constant, string exists)
    {
        _values.Add(StoredValue.Of(constant));
        var item = StoredValue.Expression("type", "atom");
        return $"({ValueOf(path)} = {StoredValue.ArrayLiteral} AND {exists}(SELECT 1 FROM json_each({JsonText}, {JsonPath(path)}) WHERE {item} = ?))";
    }

    private string ValueOf(PropertyPath path)
    {
        if (path.Text == "/id") return "id";
        if (path.Text == "/_ts") return "ts";
        if (path.Text == _container.KeyPath) return "key";
        if (path.Names is [var name] && Array.IndexOf(_container.IndexedProperties, name) is >= 0 and var place) return $"p{place}";
        return StoredValue.Expression($"json_type({JsonText}, {JsonPath(path)})", $"json_extract({JsonText}, {JsonPath(path)})");
    }

    private static string JsonPath(PropertyPath path)
    {
        var text = new StringBuilder("'$");
        foreach (var name in path.Names) text.Append($".\"{name}\"");
        return text.Append('\'').ToString();
    }

    private static string Opposite(string comparison) => comparison switch
    {
        "=" => "!=",
        "!=" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        _ => throw new InvalidOperationException($"No opposite of {comparison}."),
    };
}
