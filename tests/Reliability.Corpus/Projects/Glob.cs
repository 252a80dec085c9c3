using System.Text.RegularExpressions;

namespace Reliability.Corpus.Projects;

/// <summary>File patterns of project files: <c>*</c>, <c>?</c> and <c>**</c>.</summary>
internal static class Glob
{
    private static readonly char[] s_wildcards = ['*', '?'];

    public static IEnumerable<string> Files(string directory, string pattern)
    {
        var full = Paths.Full(directory, pattern);
        if (full.IndexOfAny(s_wildcards) is var wildcard && wildcard < 0)
            return File.Exists(full) ? [full] : [];

        var start = full[..full.LastIndexOf('/', wildcard)];
        var matches = Matcher(directory, pattern);
        return Directory.Exists(start)
            ? Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories).Select(Paths.Native).Where(file => matches.IsMatch(file))
            : [];
    }

    public static Regex Matcher(string directory, string pattern)
    {
        var escaped = Regex.Escape(Paths.Full(directory, pattern))
            .Replace(@"/\*\*/", "/(?:.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        return new Regex($"^{escaped}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    }
}
