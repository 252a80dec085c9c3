using System.Globalization;
using System.Text;

namespace Reliability.Artifacts.Queries;

/// <summary>Takes a query of PromQL apart.</summary>
internal static class Tokens
{
    private static readonly string[] s_signs = ["=~", "!~", "!=", "==", ">=", "<=", "=", "(", ")", "{", "}", ",", "-", "+", "*", "/", ">", "<", "%", "^", "@", ":"];

    public static List<Token> Of(string query)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (Skip(query, ref at))
            tokens.Add(Next(query, ref at));

        tokens.Add(new(TokenKind.End, ""));
        return tokens;
    }

    /// <summary>Goes on to what is neither white space nor comment.</summary>
    private static bool Skip(string query, ref int at)
    {
        while (at < query.Length && (char.IsWhiteSpace(query[at]) || query[at] == '#'))
        {
            if (query[at] == '#')
                at = query.IndexOf('\n', at) is >= 0 and var end ? end : query.Length - 1;

            at++;
        }

        return at < query.Length;
    }

    private static Token Next(string query, ref int at)
    {
        var c = query[at];
        if (c is '"' or '\'' or '`')
            return new(TokenKind.Text, Text(query, ref at));

        if (c == '[')
            return new(TokenKind.Range, Range(query, ref at));

        if (char.IsAsciiDigit(c) || c == '.')
            return new(TokenKind.Number, While(query, ref at, c => char.IsAsciiLetterOrDigit(c) || c == '.'));

        if (char.IsAsciiLetter(c) || c is '_' or ':')
            return new(TokenKind.Word, While(query, ref at, c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':'));

        var from = at;
        if (Array.Find(s_signs, sign => string.CompareOrdinal(query, from, sign, 0, sign.Length) == 0) is not { } found)
            throw new QueryException($"'{Printable.Text(c.ToString())}' is not understood");

        at += found.Length;
        return new(TokenKind.Sign, found);
    }

    private static string While(string query, ref int at, Func<char, bool> belongs)
    {
        var from = at;
        while (at < query.Length && belongs(query[at]))
            at++;

        return query[from..at];
    }

    /// <summary>A range may be a placeholder of another tool, with braces and dollars.</summary>
    private static string Range(string query, ref int at)
    {
        var end = query.IndexOf(']', at);
        if (end < 0)
            throw new QueryException("a bracket is never closed");

        var range = query[(at + 1)..end].Trim();
        at = end + 1;
        return range;
    }

    private static string Text(string query, ref int at)
    {
        var quote = query[at++];
        var text = new StringBuilder();
        while (at < query.Length && query[at] != quote)
        {
            if (query[at] == '\\' && quote != '`')
                Escaped(query, ref at, text);
            else
                text.Append(query[at++]);
        }

        if (at >= query.Length)
            throw new QueryException("a quote is never closed");

        at++;
        return text.ToString();
    }

    private static void Escaped(string query, ref int at, StringBuilder text)
    {
        var c = at + 1 < query.Length ? query[at + 1] : '\0';
        at += 2;
        switch (c)
        {
            case 'x':
                text.Append((char)Code(query, ref at, 2, 16));
                break;
            case 'u':
                Append(text, Code(query, ref at, 4, 16));
                break;
            case 'U':
                Append(text, Code(query, ref at, 8, 16));
                break;
            case >= '0' and <= '7':
                at--;
                text.Append((char)Code(query, ref at, 3, 8));
                break;
            default:
                text.Append(Simple(c));
                break;
        }
    }

    private static char Simple(char c) => c switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' or '\'' or '"' => c,
        _ => throw new QueryException($"'\\{Printable.Text(c.ToString())}' stands for nothing"),
    };

    private static int Code(string query, ref int at, int length, int numberBase)
    {
        try
        {
            var code = Convert.ToInt32(query.Substring(at, length), numberBase);
            at += length;
            return code;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new QueryException("an escaped character is none");
        }
    }

    private static void Append(StringBuilder text, int code) =>
        text.Append(Rune.TryCreate(code, out var rune) ? rune : throw new QueryException(string.Create(CultureInfo.InvariantCulture, $"{code} is no character")));
}
