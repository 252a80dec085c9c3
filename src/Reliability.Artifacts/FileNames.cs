using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reliability.Artifacts;

/// <summary>Turns the names of services into names of files. The only place that does.</summary>
internal static partial class FileNames
{
    private const int MaxLength = 100;

    /// <summary>The name itself where every file system takes it; otherwise a similar one with a hash of the original, so
    /// that two services never share a file.</summary>
    public static string From(string name)
    {
        if (Harmless().IsMatch(name) && name.Length <= MaxLength && !ReservedOnWindows().IsMatch(name))
            return name;

        var similar = Harmful().Replace(name, "-").Trim('-', '.');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{similar[..Math.Min(similar.Length, MaxLength)]}-{hash}".TrimStart('-');
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Harmless();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Harmful();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com\d|lpt\d)(\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex ReservedOnWindows();
}
