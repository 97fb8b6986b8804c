using System.Text.RegularExpressions;

namespace Credits.Local.Cosmos;

/// <summary>The words of a query, one after the other.</summary>
internal sealed partial class QueryTokens
{
    private readonly List<string> _tokens;
    private int _next;

    public QueryTokens(string text)
    {
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        if (string.Concat(_tokens) != string.Concat(text.Where(c => !char.IsWhiteSpace(c))) && !text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal))
            throw CosmosError.Unsupported($"a character in the query: {text}");
    }

    public string? Peek => _next < _tokens.Count ? _tokens[_next] : null;

    public bool At(string word) => string.Equals(Peek, word, StringComparison.OrdinalIgnoreCase);

    public bool Take(string word)
    {
        if (!At(word)) return false;
        _next++;
        return true;
    }

    public string Take() => _next < _tokens.Count ? _tokens[_next++] : throw CosmosError.BadRequest("The query ends too early.");

    public void Expect(string word)
    {
        if (!Take(word)) throw CosmosError.Unsupported($"'{Peek ?? "the end"}' in a query where '{word}' is expected");
    }

    [GeneratedRegex("""@?[A-Za-z_][A-Za-z0-9_]*|-?\d+(\.\d+)?([eE][+-]?\d+)?|"[^"]*"|'[^']*'|!=|<>|<=|>=|[=<>(),.*\[\]]""")]
    private static partial Regex Token();
}
