using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reliability.Artifacts.Grafana;

/// <summary>The spelling of text for Grafana, which looks for variables (<c>$a</c>, <c>${a}</c>, <c>[[a]]</c>) in titles, texts, links and
/// queries alike. The only place that escapes; JSON is escaped by its writer.</summary>
internal static partial class GrafanaText
{
    // Databases of Grafana hold 50 characters of a tag and 189 of a title.
    private const int LongestTag = 50;
    private const int LongestTitle = 120;

    /// <summary>A title: one line, without anything that Grafana would replace. There is no escape for a variable in plain text, so
    /// its sign becomes one that looks the same.</summary>
    public static string Title(string text) => Plain(text, LongestTitle);

    /// <summary>A tag, by which dashboards are found.</summary>
    public static string Tag(string text) => Plain(text, LongestTag);

    /// <summary>Text within Markdown. Whatever could be Markdown, HTML or a variable is spelled as a character reference.</summary>
    public static string Markdown(string text)
    {
        var markdown = new StringBuilder(text.Length);
        foreach (var rune in Printable.Text(text).EnumerateRunes())
        {
            if (rune.Value is ' ' || !rune.IsAscii || Rune.IsLetterOrDigit(rune))
                markdown.Append(rune);
            else
                markdown.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
        }

        return markdown.ToString();
    }

    /// <summary>A query as it is: within the quotes of PromQL, a code stands for what would begin a variable. Outside of them PromQL
    /// has no dollar and no two brackets.</summary>
    public static string Query(string promQl) =>
        promQl.Replace("$", @"\x24", StringComparison.Ordinal).Replace("[[", @"\x5b\x5b", StringComparison.Ordinal);

    /// <summary>An address that a browser may be sent to: of the web, and nothing that only looks like it.</summary>
    public static bool TryLink(string? text, [NotNullWhen(true)] out string? url)
    {
        url = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? Coded().Replace(uri.AbsoluteUri, sign => string.Create(CultureInfo.InvariantCulture, $"%{(int)sign.Value[0]:X2}"))
            : null;
        return url?.All(char.IsAscii) ?? false;
    }

    private static string Plain(string text, int longest) =>
        Shortened(Bracket().Replace(Dollar().Replace(Printable.Text(text), "＄"), "[ "), longest);

    private static string Shortened(string text, int longest)
    {
        if (text.Length <= longest)
            return text;

        // Two names that begin alike must not end alike.
        var end = "…" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        var cut = longest - end.Length;
        return text[..(char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut)] + end;
    }

    // What Grafana takes for a variable.
    [GeneratedRegex(@"\$(?=[A-Za-z0-9_{])")]
    private static partial Regex Dollar();

    [GeneratedRegex(@"\[(?=\[)")]
    private static partial Regex Bracket();

    // Variables, and what would end a link in Markdown.
    [GeneratedRegex(@"[$\[\]{}()<>""'`\\|]")]
    private static partial Regex Coded();
}
