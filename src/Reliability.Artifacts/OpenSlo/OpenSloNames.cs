using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>The names of objects: small letters, digits and hyphens, 63 at most (RFC 1123). The only place that makes them.</summary>
internal static partial class OpenSloNames
{
    /// <summary>The longest name, and the longest name to display.</summary>
    public const int MaxLength = 63;

    private const string Separator = "--";
    private const int HashLength = 8;

    /// <summary>Whether a text is a name.</summary>
    public static bool IsValid(string name) => name.Length <= MaxLength && Label().IsMatch(name);

    /// <summary>The name of what several names lead to. Where a part is no name, or the whole is too long, a hash of the true parts
    /// keeps two things apart that look alike.</summary>
    public static string Of(params string[] parts)
    {
        var name = string.Join(Separator, parts);
        if (IsValid(name) && Array.TrueForAll(parts, part => IsValid(part) && !part.Contains(Separator, StringComparison.Ordinal)))
            return name;

        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)))[..HashLength];
        var similar = string.Join(Separator, parts.Select(Similar).Where(part => part.Length > 0));
        return $"{similar[..Math.Min(similar.Length, MaxLength - HashLength - 1)].TrimEnd('-')}-{hash}".TrimStart('-');
    }

    /// <summary>A text for people, as much of it as may be displayed.</summary>
    public static string Display(string text)
    {
        if (text.Length <= MaxLength)
            return text;

        var end = MaxLength - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static string Similar(string part) => Other().Replace(part.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
