using System.Text.RegularExpressions;

namespace Reliability.Artifacts.Tests.References;

/// <summary>A word of PromQL.</summary>
internal readonly partial record struct PromQlToken(string Kind, string Text)
{
    public const string Name = "name";
    public const string Number = "number";
    public const string String = "string";
    public const string Sign = "sign";

    /// <summary>All words of an expression. What is none is an error: nothing is skipped.</summary>
    public static List<PromQlToken> All(string expression)
    {
        var tokens = new List<PromQlToken>();
        for (var at = 0; at < expression.Length;)
        {
            var match = Any().Match(expression, at);
            if (!match.Success)
                throw new FormatException($"no PromQL at «{expression[at..Math.Min(expression.Length, at + 30)]}»");

            at += match.Length;
            foreach (var kind in new[] { Name, Number, String, Sign })
            {
                if (match.Groups[kind].Success)
                    tokens.Add(new(kind, match.Value));
            }
        }

        return tokens;
    }

    /// <summary>What a text in quotes means.</summary>
    public string Unquoted() => Escape().Replace(Text[1..^1], escape => escape.Value[1] switch
    {
        'n' => "\n",
        'x' or 'u' or 'U' => char.ConvertFromUtf32(Convert.ToInt32(escape.Value[2..], 16)),
        var other => other.ToString(),
    });

    [GeneratedRegex("""
        \G(?:
        (?<space> \s+ | \#[^\n]* )
        | (?<string> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' )
        | (?<number> (?:[0-9]+(?:ms|[smhdwy]))+ | [0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)? )
        | (?<name> [A-Za-z_:][A-Za-z0-9_:]* )
        | (?<sign> =~ | !~ | != | == | <= | >= | [-+*/%^<>=(){}\[\],:@] )
        )
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Any();

    [GeneratedRegex(@"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
