using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reliability.Artifacts.Sloth;

/// <summary>The names that sloth takes: letters, digits, and between them hyphens, underscores and dots.</summary>
internal static partial class SlothNames
{
    /// <summary>The parts with a hyphen between; where one of them is no name, with a hash of the true parts.</summary>
    public static string Of(params string[] parts)
    {
        if (Array.TrueForAll(parts, part => Name().IsMatch(part)))
            return string.Join("-", parts);

        const int Enough = 100;
        var similar = string.Join("-", parts.Select(part => Other().Replace(part, "-").Trim('-', '_', '.')).Where(part => part.Length > 0));
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)))[..8];
        return $"{similar[..Math.Min(similar.Length, Enough)]}-{hash}".TrimStart('-');
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9_.-]+")]
    private static partial Regex Other();
}
