using System.Text;

namespace Reliability.Model;

/// <summary>Turns identifiers, routes and assembly names into names that people type: <c>PlaceOrder</c> is
/// <c>place-order</c>, <c>HTTPServer2</c> is <c>http-server2</c>, <c>/orders/{id:int}</c> is <c>orders-id-int</c>.</summary>
public static class KebabCase
{
    /// <summary>Converts a text; what is neither letter nor digit separates words.</summary>
    /// <param name="text">An identifier, a route or a dotted name.</param>
    public static string From(string text)
    {
        var name = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!char.IsLetterOrDigit(c))
            {
                Separate(name);
                continue;
            }

            if (StartsWord(text, i))
                Separate(name);

            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString().TrimEnd('-');
    }

    private static bool StartsWord(string text, int index)
    {
        if (index == 0 || !char.IsUpper(text[index]))
            return false;

        // "aB" starts a word at B; "HTTPServer" starts one at S, the last capital before a small letter.
        return !char.IsUpper(text[index - 1]) || (index + 1 < text.Length && char.IsLower(text[index + 1]));
    }

    private static void Separate(StringBuilder name)
    {
        if (name.Length > 0 && name[name.Length - 1] != '-')
            name.Append('-');
    }
}
