using System.Globalization;

namespace Reliability.Artifacts.Prometheus;

/// <summary>A few texts that a regular expression may match. A guess: whoever asks tries them.</summary>
internal sealed class RegexExamples
{
    private const int Most = 24;

    private readonly string _expression;
    private int _position;

    private RegexExamples(string expression) => _expression = expression;

    public static IReadOnlyList<string> Of(string expression) => new RegexExamples(expression).Alternatives();

    private bool IsAtEnd => _position >= _expression.Length;

    private List<string> Alternatives()
    {
        var all = new List<string>();
        do
        {
            all.AddRange(Sequence());
        }
        while (Take('|'));

        return [.. all.Distinct(StringComparer.Ordinal).Take(Most)];
    }

    private List<string> Sequence()
    {
        List<string> texts = [""];
        while (!IsAtEnd && _expression[_position] is not ('|' or ')'))
        {
            var next = Repeated(Piece());
            texts = [.. texts.SelectMany(_ => next, string.Concat).Take(Most)];
        }

        return texts;
    }

    private List<string> Piece()
    {
        switch (_expression[_position++])
        {
            case '(':
                SkipGroupKind();
                var inside = Alternatives();
                Take(')');
                return inside;
            case '[':
                return [Class()];
            case '.':
                return ["0"];
            case '^' or '$':
                return [""];
            case '\\' when !IsAtEnd:
                return [Escaped(_expression[_position++])];
            case var literal:
                return [literal.ToString()];
        }
    }

    private static string Escaped(char c) => c switch
    {
        'd' or 'w' or 'S' => "0",
        'D' or 'W' => "-",
        's' => " ",
        'b' or 'A' or 'z' => "",
        _ => c.ToString(),
    };

    private void SkipGroupKind()
    {
        if (!Take('?'))
            return;

        while (!IsAtEnd && _expression[_position] is not (':' or '>' or ')'))
            _position++;

        if (!IsAtEnd && _expression[_position] != ')')
            _position++;
    }

    /// <summary>One character of a class: its first; of a negated one, a character that it does not name.</summary>
    private string Class()
    {
        var negated = Take('^');
        var start = _position;
        while (!IsAtEnd && (_expression[_position] != ']' || _position == start))
            _position += _expression[_position] == '\\' ? 2 : 1;

        var named = _expression[start..Math.Min(_position, _expression.Length)];
        Take(']');
        if (negated)
            return "0aZ-".FirstOrDefault(c => !named.Contains(c, StringComparison.Ordinal), '~').ToString();

        return named is ['\\', var escaped, ..] ? Escaped(escaped) : named[..Math.Min(1, named.Length)];
    }

    private List<string> Repeated(List<string> texts)
    {
        if (IsAtEnd)
            return texts;

        switch (_expression[_position])
        {
            case '?' or '*':
                _position++;
                Take('?');
                return [.. texts.Append("").Distinct(StringComparer.Ordinal)];
            case '+':
                _position++;
                Take('?');
                return texts;
            case '{':
                var end = _expression.IndexOf('}', _position);
                var digits = end < 0 ? "" : _expression[(_position + 1)..end].Split(',')[0];
                if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var times) || times > Most)
                    return texts;

                _position = end + 1;
                return [.. texts.Select(text => string.Concat(Enumerable.Repeat(text, times)))];
            default:
                return texts;
        }
    }

    private bool Take(char c)
    {
        if (IsAtEnd || _expression[_position] != c)
            return false;

        _position++;
        return true;
    }
}
