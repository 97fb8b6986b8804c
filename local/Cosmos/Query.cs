using System.Globalization;
using System.Text.Json;

namespace Credits.Local.Cosmos;

/// <summary>
/// A query of the supported subset, as SQL over the documents' indexed paths:
/// <c>SELECT [TOP n] * | VALUE COUNT(1) FROM c [WHERE …] [ORDER BY c.path [ASC|DESC]] [OFFSET n LIMIT n]</c>, with = != &lt; &lt;= &gt; &gt;=, IN, IS_DEFINED, AND, OR, NOT, parentheses.
/// </summary>
/// <remarks>Only indexed paths can be compared or sorted by: in the service any other costs a scan of the partition.</remarks>
internal sealed class Query
{
    private readonly QueryTokens _tokens;
    private readonly IReadOnlyDictionary<string, JsonElement> _parameters;
    private readonly ContainerDefinition _container;
    private readonly List<object> _values = [];

    private Query(string text, IReadOnlyDictionary<string, JsonElement> parameters, ContainerDefinition container)
    {
        (_tokens, _parameters, _container) = (new(text), parameters, container);
        Parse();
        if (_tokens.Peek is { } rest) throw CosmosError.Unsupported($"'{rest}' in a query");
    }

    public bool Counts { get; private set; }

    public long? Top { get; private set; }

    public long Offset { get; private set; }

    /// <summary>The condition over columns, with parameters ?; "1" without one.</summary>
    public string Where { get; private set; } = "1";

    /// <summary>The column that is sorted by; null without an order.</summary>
    public string? OrderColumn { get; private set; }

    public bool Descending { get; private set; }

    /// <summary>The values of the condition's parameters, in order.</summary>
    public IReadOnlyList<object> Values => _values;

    public static Query Read(ReadOnlyMemory<byte> body, ContainerDefinition container)
    {
        using var json = JsonDocument.Parse(body);
        var parameters = json.RootElement.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!, item => item.GetProperty("value").Clone())
            : [];
        return new(json.RootElement.GetProperty("query").GetString()!, parameters, container);
    }

    private void Parse()
    {
        _tokens.Expect("SELECT");
        if (_tokens.Take("TOP")) Top = Whole();
        if (_tokens.Take("VALUE"))
        {
            foreach (var word in new[] { "COUNT", "(", "1", ")" }) _tokens.Expect(word);
            Counts = true;
        }
        else
        {
            _tokens.Expect("*");
        }

        _tokens.Expect("FROM");
        _tokens.Expect("c");
        if (_tokens.Take("WHERE")) Where = Or();
        if (_tokens.Take("ORDER"))
        {
            _tokens.Expect("BY");
            OrderColumn = Path();
            Descending = _tokens.Take("DESC");
            if (!Descending) _tokens.Take("ASC");
            if (_tokens.At(",")) throw CosmosError.Unsupported("ORDER BY more than one path");
        }

        if (!_tokens.Take("OFFSET")) return;
        Offset = Whole();
        _tokens.Expect("LIMIT");
        Top = Whole();
    }

    private string Or()
    {
        var left = And();
        while (_tokens.Take("OR")) left = $"({left} OR {And()})";
        return left;
    }

    private string And()
    {
        var left = Not();
        while (_tokens.Take("AND")) left = $"({left} AND {Not()})";
        return left;
    }

    private string Not()
    {
        if (_tokens.Take("NOT"))
        {
            _tokens.Expect("("); // without them NOT binds tighter than a comparison, and the condition matches nothing
            var negated = Or();
            _tokens.Expect(")");
            return $"NOT ({negated})";
        }

        if (!_tokens.Take("(")) return Comparison();
        var inner = Or();
        _tokens.Expect(")");
        return inner;
    }

    private string Comparison()
    {
        if (_tokens.Take("IS_DEFINED"))
        {
            _tokens.Expect("(");
            var defined = Path();
            _tokens.Expect(")");
            return $"({defined} IS NOT NULL)";
        }

        var column = Path();
        if (_tokens.Take("IN"))
        {
            var alternatives = new List<string>();
            _tokens.Expect("(");
            do alternatives.Add(Compare(column, "=", Value()));
            while (_tokens.Take(","));
            _tokens.Expect(")");
            return $"({string.Join(" OR ", alternatives)})";
        }

        var comparison = _tokens.Take();
        return comparison is "=" or "!=" or "<>" or "<" or "<=" or ">" or ">="
            ? Compare(column, comparison, Value())
            : throw CosmosError.Unsupported($"'{comparison}' in a condition");
    }

    // A comparison between types is neither true nor false in Cosmos DB; in SQLite it would be one of them.
    private string Compare(string column, string comparison, object value)
    {
        _values.Add(value);
        var types = value is string ? "= 'text'" : "IN ('integer', 'real')";
        return $"(typeof({column}) {types} AND {column} {comparison} ?)";
    }

    private string Path()
    {
        _tokens.Expect("c");
        string name;
        if (_tokens.Take("["))
        {
            name = _tokens.Take().Trim('"', '\'');
            _tokens.Expect("]");
        }
        else
        {
            _tokens.Expect(".");
            name = _tokens.Take();
        }

        var place = Array.IndexOf(_container.IndexedPaths, name);
        return place >= 0 ? $"p{place}" : throw CosmosError.Unsupported($"queries by the path '/{name}', which the container's indexing policy does not name");
    }

    private object Value()
    {
        var token = _tokens.Take();
        if (token[0] == '@')
        {
            return _parameters.TryGetValue(token, out var value)
                ? value.ValueKind switch
                {
                    JsonValueKind.String => value.GetString()!,
                    JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
                    var kind => throw CosmosError.Unsupported($"a parameter of type {kind}"),
                }
                : throw CosmosError.BadRequest($"The query has no value for {token}.");
        }

        if (token[0] is '"' or '\'') return token[1..^1];
        return long.TryParse(token, CultureInfo.InvariantCulture, out var number) ? number
            : double.TryParse(token, CultureInfo.InvariantCulture, out var fraction) ? fraction
            : throw CosmosError.Unsupported($"the value '{token}' in a query");
    }

    private long Whole() => Value() is long whole and >= 0 ? whole : throw CosmosError.BadRequest("TOP, OFFSET and LIMIT take a whole number.");
}
