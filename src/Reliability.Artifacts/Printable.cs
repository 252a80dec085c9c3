using System.Globalization;
using System.Text;

namespace Reliability.Artifacts;

/// <summary>Makes text from a manifest safe to show on a terminal: one line, and nothing that a terminal obeys.</summary>
public static class Printable
{
    /// <summary>Spells what cannot be seen: a line feed becomes <c>\n</c>, an escape <c>\u001b</c>.</summary>
    /// <param name="text">Any text.</param>
    public static string Text(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
                printable.Append("\\n");
            else if (IsVisible(rune))
                printable.Append(rune);
            else
                printable.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }

        return printable.ToString();
    }

    /// <summary>Whether a character shows. Format characters do not, and some reverse the direction of what follows.</summary>
    internal static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
