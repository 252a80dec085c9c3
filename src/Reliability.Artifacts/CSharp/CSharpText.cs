using System.Globalization;
using System.Text;

namespace Reliability.Artifacts.CSharp;

/// <summary>The spelling of C#. The only place that escapes text for it.</summary>
internal static class CSharpText
{
    /// <summary>A string literal. What cannot be seen is spelled by its code.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\\')
                literal.Append('\\').Append(text[i]);
            else if (Rune.TryGetRuneAt(text, i, out var rune) && Printable.IsVisible(rune))
                literal.Append(rune);
            else
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");

            // A visible character of two halves was written as a whole; an invisible one is written half by half.
            if (Rune.TryGetRuneAt(text, i, out var whole) && whole.Utf16SequenceLength == 2 && Printable.IsVisible(whole))
                i++;
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A list of string literals.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";

    /// <summary>A part of an identifier.</summary>
    public static string Identifier(decimal number) => Words.Number(number).Replace('.', '_');
}
