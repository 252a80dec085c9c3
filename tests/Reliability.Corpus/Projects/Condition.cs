using System.Globalization;
using System.Text.RegularExpressions;

namespace Reliability.Corpus.Projects;

/// <summary>An MSBuild condition. Null means that it was not understood; who asks decides what is safe then.</summary>
internal sealed partial class Condition
{
    private readonly List<string> _tokens;
    private readonly string _directory;
    private int _at;

    private Condition(string text, string directory)
    {
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        _directory = directory;
    }

    private string? Current => _at < _tokens.Count ? _tokens[_at] : null;

    public static bool? Evaluate(string? text, PropertyBag properties)
    {
        if (string.IsNullOrWhiteSpace(text))
            return true;

        var condition = new Condition(Expansion.Expand(text, properties), properties["MSBuildThisFileDirectory"]);
        var value = condition.Or();
        return condition.Current is null ? value : null;
    }

    private bool? Or()
    {
        var value = And();
        while (TakeWord("or"))
        {
            var other = And();
            value = value == true || other == true ? true : value is null || other is null ? null : false;
        }

        return value;
    }

    private bool? And()
    {
        var value = Unary();
        while (TakeWord("and"))
        {
            var other = Unary();
            value = value == false || other == false ? false : value is null || other is null ? null : true;
        }

        return value;
    }

    private bool? Unary()
    {
        if (TakeWord("!"))
            return !Unary();

        if (TakeWord("("))
        {
            var value = Or();
            return TakeWord(")") ? value : null;
        }

        var left = Take();
        if (string.Equals(left, "Exists", StringComparison.OrdinalIgnoreCase) && TakeWord("("))
        {
            var path = Unquoted(Take());
            return !TakeWord(")") || !Expansion.IsUnderstood(path) ? null : Exists(path);
        }

        return Current is "==" or "!=" or "<" or ">" or "<=" or ">=" ? Compare(left, Take()!, Take()) : Truth(Unquoted(left));
    }

    private bool Exists(string path)
    {
        var full = Paths.Full(_directory, path);
        return File.Exists(full) || Directory.Exists(full);
    }

    private static bool? Compare(string? left, string sign, string? right)
    {
        var (first, second) = (Unquoted(left), Unquoted(right));
        if (!Expansion.IsUnderstood(first) || !Expansion.IsUnderstood(second))
            return null;

        if (sign is "==" or "!=")
            return string.Equals(first, second, StringComparison.OrdinalIgnoreCase) == (sign == "==");

        if (!Number(first, out var a) || !Number(second, out var b))
            return null;

        return sign switch { "<" => a < b, ">" => a > b, "<=" => a <= b, _ => a >= b };
    }

    private static bool Number(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out value);

    private static bool? Truth(string text) => bool.TryParse(text, out var value) ? value : null;

    private static string Unquoted(string? token) => token?.Trim('\'') ?? "";

    private string? Take() => _at < _tokens.Count ? _tokens[_at++] : null;

    private bool TakeWord(string word)
    {
        if (!string.Equals(Current, word, StringComparison.OrdinalIgnoreCase))
            return false;

        _at++;
        return true;
    }

    [GeneratedRegex(@"'[^']*'|==|!=|<=|>=|[<>!()]|[^\s'=!<>()]+")]
    private static partial Regex Token();
}
