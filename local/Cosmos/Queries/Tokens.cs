using System.Text;

namespace Credits.Local.Cosmos.Queries;

internal enum TokenKind
{
    Word,
    Parameter,
    Number,
    Text,
    Symbol,
    End,
}

/// <summary>A word of a query; of a text what it says, without quotes and escapes.</summary>
internal readonly record struct Token(TokenKind Kind, string Value)
{
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && string.Equals(Value, word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Value}'";
}

/// <summary>The words of a query, one after the other.</summary>
internal sealed class Tokens
{
    private readonly string _text;
    private int _at;

    public Tokens(string text)
    {
        _text = text;
        Next = Scan();
    }

    public Token Next { get; private set; }

    public Token Take()
    {
        var token = Next;
        Next = Scan();
        return token;
    }

    public bool Take(string word)
    {
        if (!Next.Is(word)) return false;
        Take();
        return true;
    }

    public void Expect(string word)
    {
        if (!Take(word)) throw CosmosError.Unsupported($"{Next} in a query where '{word}' is expected");
    }

    private Token Scan()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        if (_at == _text.Length) return new(TokenKind.End, "");

        var first = _text[_at];
        if (first is '"' or '\'') return Text(first);
        if (char.IsAsciiLetter(first) || first == '_') return new(TokenKind.Word, While(IsWordPart));
        if (first == '@') return new(TokenKind.Parameter, While(c => IsWordPart(c) || c == '@'));
        if (char.IsAsciiDigit(first) || (first == '-' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))) return Number();

        var two = _at + 1 < _text.Length ? _text.Substring(_at, 2) : "";
        if (two is "!=" or "<>" or "<=" or ">=")
        {
            _at += two.Length;
            return new(TokenKind.Symbol, two == "<>" ? "!=" : two);
        }

        if (!"=<>(),.*[]".Contains(first, StringComparison.Ordinal)) throw CosmosError.Unsupported($"the character '{first}' in a query");
        _at++;
        return new(TokenKind.Symbol, $"{first}");
    }

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private string While(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < _text.Length && belongs(_text[_at])) _at++;
        return _text[start.._at];
    }

    private Token Number()
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '.' || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E'))) _at++;
        return new(TokenKind.Number, _text[start.._at]);
    }

    private Token Text(char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == quote)
            {
                _at++;
                return new(TokenKind.Text, text.ToString());
            }

            if (c != '\\') text.Append(c);
            else if (++_at < _text.Length && _text[_at] is '\\' or '\'' or '"' or '/') text.Append(_text[_at]);
            else throw CosmosError.Unsupported("an escape sequence in a text of a query; pass the text as a parameter");
        }

        throw CosmosError.BadRequest("A text in the query has no closing quote.");
    }
}
