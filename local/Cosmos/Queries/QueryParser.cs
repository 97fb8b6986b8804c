using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Credits.Local.Cosmos.Queries;

/// <summary>Reads the supported subset of Cosmos DB's SQL; what is outside is refused by name.</summary>
internal sealed class QueryParser
{
    // A property of such a name is written c["order"].
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "AND", "ARRAY", "AS", "ASC", "BETWEEN", "BY", "DESC", "DISTINCT", "ESCAPE", "EXISTS", "FALSE", "FROM", "GROUP", "IN", "JOIN", "LIKE", "LIMIT",
        "NOT", "NULL", "OFFSET", "OR", "ORDER", "SELECT", "TOP", "TRUE", "UDF", "UNDEFINED", "VALUE", "WHERE",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly Tokens _tokens;
    private readonly IReadOnlyDictionary<string, JsonElement> _parameters;
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);

    private QueryParser(string text, IReadOnlyDictionary<string, JsonElement> parameters) => (_tokens, _parameters) = (new(text), parameters);

    /// <summary>Reads a request's body: the text and its parameters.</summary>
    public static Query Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("query", out var text) || text.ValueKind != JsonValueKind.String)
            throw CosmosError.BadRequest("A query request is a JSON object with the text 'query'.");

        var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (json.RootElement.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array)
            foreach (var item in list.EnumerateArray()) parameters[item.GetProperty("name").GetString()!] = item.GetProperty("value");
        return new QueryParser(text.GetString()!, parameters).Parse();
    }

    private Query Parse()
    {
        _tokens.Expect("SELECT");
        if (_tokens.Next.Is("DISTINCT")) throw CosmosError.Unsupported("DISTINCT in a query");
        long? top = _tokens.Take("TOP") ? Whole() : null;
        var select = Select();
        var root = From();
        var where = _tokens.Take("WHERE") ? Or() : null;
        var orderBy = OrderBy();
        var offset = 0L;
        if (_tokens.Take("OFFSET"))
        {
            if (top is not null) throw CosmosError.BadRequest("A query has TOP or OFFSET LIMIT, not both.");
            offset = Whole();
            _tokens.Expect("LIMIT");
            top = Whole();
        }

        if (_tokens.Next.Kind != TokenKind.End) throw CosmosError.Unsupported($"{_tokens.Next} in a query");
        if (_roots.FirstOrDefault(name => name != root) is { } unknown) throw CosmosError.BadRequest($"Identifier '{unknown}' could not be resolved; the query is FROM '{root}'.");
        if (select is Selection.Count && (orderBy.Count > 0 || top is not null)) throw CosmosError.Unsupported("COUNT with ORDER BY, TOP or OFFSET LIMIT");
        return new(select, where, orderBy, top, offset);
    }

    private Selection Select()
    {
        if (_tokens.Take("*")) return new Selection.Whole();
        if (_tokens.Take("VALUE"))
        {
            if (!_tokens.Take("COUNT")) return Path() is { Text: not "" } path ? new Selection.Value(path) : new Selection.Whole();
            foreach (var word in new[] { "(", "1", ")" })
                if (_tokens.Take() is var token && token.Value != word) throw CosmosError.Unsupported($"{token} in COUNT; only COUNT(1) is");
            return new Selection.Count();
        }

        var named = new List<(string Name, PropertyPath Path)>();
        do
        {
            var path = Path();
            var name = _tokens.Take("AS") ? Identifier() : path.Names is [.., var last] ? last : throw CosmosError.Unsupported("a whole document among SELECT's properties; write SELECT * or SELECT VALUE");
            if (named.Any(other => other.Name == name)) throw CosmosError.BadRequest($"The query selects two properties named '{name}'.");
            named.Add((name, path));
        }
        while (_tokens.Take(","));
        return new Selection.Properties(named);
    }

    private string From()
    {
        _tokens.Expect("FROM");
        var root = Identifier();
        if (_tokens.Next is { Kind: TokenKind.Symbol, Value: "." or "[" }) throw CosmosError.Unsupported("FROM a part of the documents");
        if (_tokens.Take("AS") || (_tokens.Next.Kind == TokenKind.Word && !Reserved.Contains(_tokens.Next.Value))) root = Identifier();
        if (_tokens.Next.Is("JOIN") || _tokens.Next.Is("IN")) throw CosmosError.Unsupported($"{_tokens.Next} in a query");
        return root;
    }

    private List<Sort> OrderBy()
    {
        var sorts = new List<Sort>();
        if (!_tokens.Take("ORDER")) return sorts;

        _tokens.Expect("BY");
        do
        {
            var path = Path();
            if (path.Text == "") throw CosmosError.Unsupported("ORDER BY a whole document");
            var descending = _tokens.Take("DESC");
            if (!descending) _tokens.Take("ASC");
            sorts.Add(new(path, descending));
        }
        while (_tokens.Take(","));
        return sorts;
    }

    private Condition Or()
    {
        var left = And();
        while (_tokens.Take("OR")) left = new Condition.Or(left, And());
        return left;
    }

    private Condition And()
    {
        var left = Unary(out var between);
        while (_tokens.Take("AND"))
        {
            var right = Unary(out var rightIsBetween);
            if (between || rightIsBetween) throw CosmosError.BadRequest("BETWEEN next to AND needs parentheses around it; Cosmos DB's parser refuses it otherwise.");
            left = new Condition.And(left, right);
        }

        return left;
    }

    private Condition Unary(out bool isBetween)
    {
        isBetween = false;
        if (_tokens.Take("NOT"))
        {
            // NOT c.n = 3 is (NOT c.n) = 3 to Cosmos DB, which matches nothing.
            if (!_tokens.Next.Is("(") && !_tokens.Next.Is("IS_DEFINED") && !_tokens.Next.Is("IS_NULL") && !_tokens.Next.Is("STARTSWITH") && !_tokens.Next.Is("ARRAY_CONTAINS"))
                throw CosmosError.BadRequest("NOT needs parentheses around its condition: it binds tighter than a comparison.");
            return new Condition.Not(Unary(out _));
        }

        if (!_tokens.Take("(")) return Predicate(out isBetween);
        if (_tokens.Next.Is("SELECT")) throw CosmosError.Unsupported("subqueries");
        var inner = Or();
        _tokens.Expect(")");
        return inner;
    }

    private Condition Predicate(out bool isBetween)
    {
        isBetween = false;
        if (_tokens.Take("IS_DEFINED")) return Call(path => new Condition.IsDefined(path));
        if (_tokens.Take("IS_NULL")) return Call(path => new Condition.IsNull(path));
        if (_tokens.Take("STARTSWITH")) return Call(path => new Condition.StartsWith(path, Argument() as string ?? throw CosmosError.Unsupported("STARTSWITH of something other than a text")));
        if (_tokens.Take("ARRAY_CONTAINS")) return Call(path => new Condition.ArrayContains(path, Argument()));
        if (_tokens.Next.Kind is not TokenKind.Word) throw CosmosError.Unsupported($"{_tokens.Next} where a condition begins; a property is compared with a constant, in this order");

        var path = Path();
        if (path.Text == "") throw CosmosError.Unsupported("a comparison with a whole document");
        if (_tokens.Take("NOT"))
        {
            _tokens.Expect("IN");
            return new Condition.Not(In(path));
        }

        if (_tokens.Take("IN")) return In(path);
        if (_tokens.Take("BETWEEN"))
        {
            isBetween = true;
            var low = Constant();
            _tokens.Expect("AND");
            return new Condition.And(Compare(path, ">=", low), Compare(path, "<=", Constant()));
        }

        var comparison = _tokens.Take();
        return comparison is { Kind: TokenKind.Symbol, Value: "=" or "!=" or "<" or "<=" or ">" or ">=" }
            ? Compare(path, comparison.Value, Constant())
            : throw CosmosError.Unsupported($"{comparison} in a condition");
    }

    private Condition In(PropertyPath path)
    {
        Condition? any = null;
        _tokens.Expect("(");
        do
        {
            var equals = new Condition.Compare(path, "=", Constant());
            any = any is null ? equals : new Condition.Or(any, equals);
        }
        while (_tokens.Take(","));
        _tokens.Expect(")");
        return any;
    }

    private static Condition.Compare Compare(PropertyPath path, string comparison, object constant) =>
        comparison is "=" or "!=" || constant is string or long or double
            ? new(path, comparison, constant)
            : throw CosmosError.Unsupported($"{comparison} with a truth value or null");

    private Condition Call(Func<PropertyPath, Condition> of)
    {
        _tokens.Expect("(");
        var condition = of(Path());
        _tokens.Expect(")");
        return condition;
    }

    private object Argument()
    {
        _tokens.Expect(",");
        return Constant();
    }

    // The root's own path is empty.
    private PropertyPath Path()
    {
        var root = Identifier();
        if (_tokens.Next.Is("(")) throw CosmosError.Unsupported($"the function {root} in this place of a query");

        _roots.Add(root);
        var text = "";
        while (true)
        {
            if (_tokens.Take(".")) text += $"/{Identifier()}";
            else if (_tokens.Take("[")) text += $"/{Subscript()}";
            else return new(text);
        }
    }

    private string Identifier()
    {
        var token = _tokens.Take();
        if (token.Kind != TokenKind.Word) throw CosmosError.Unsupported($"{token} in a query where a name is expected");
        return Reserved.Contains(token.Value)
            ? throw CosmosError.BadRequest($"'{token.Value}' is a reserved word; a property of this name is written [\"{token.Value}\"].")
            : token.Value;
    }

    private string Subscript()
    {
        var token = _tokens.Take();
        if (token.Kind != TokenKind.Text) throw CosmosError.Unsupported($"{token} as a subscript; only [\"name\"] is");
        if (token.Value.AsSpan().ContainsAny("/\"\\'?") || token.Value == "") throw CosmosError.Unsupported($"the property name {token}");
        _tokens.Expect("]");
        return token.Value;
    }

    private object Constant()
    {
        var token = _tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return token.Value;
            case TokenKind.Number:
                return double.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? JsonNumber.AsStored(number)
                    : throw CosmosError.BadRequest($"{token} is not a number.");
            case TokenKind.Parameter:
                return _parameters.TryGetValue(token.Value, out var value) ? Constant(token.Value, value) : throw CosmosError.BadRequest($"The query has no value for {token.Value}.");
            default:
                return token.Is("TRUE") ? true : token.Is("FALSE") ? false : token.Is("NULL") ? DBNull.Value : throw CosmosError.Unsupported($"{token} in a query where a constant is expected");
        }
    }

    private static object Constant(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => JsonNumber.AsStored(value.GetDouble()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => DBNull.Value,
        var kind => throw CosmosError.Unsupported($"the parameter {name} of type {kind}"),
    };

    private long Whole() => Constant() is long whole and >= 0 ? whole : throw CosmosError.BadRequest("TOP, OFFSET and LIMIT take a whole number.");
}
