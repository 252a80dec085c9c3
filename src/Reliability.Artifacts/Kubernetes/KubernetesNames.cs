using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reliability.Artifacts.Kubernetes;

/// <summary>The spelling of Kubernetes: names of objects and labels. The only place that knows it.</summary>
internal static partial class KubernetesNames
{
    private const int MaxName = 63;
    private const int MaxPrefix = 253;
    private const int HashLength = 8;

    /// <summary>A name as RFC 1123 wants it: the text itself where it is one; otherwise a similar one with a hash of the text, so that
    /// two texts never share an object.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="suffix">What is appended, in valid characters.</param>
    public static string Name(string text, string suffix)
    {
        var longest = MaxName - suffix.Length;
        if (ValidName().IsMatch(text) && text.Length <= longest)
            return text + suffix;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
        var similar = NoName().Replace(text.ToLowerInvariant(), "-").Trim('-');
        similar = similar[..Math.Min(similar.Length, longest - HashLength - 1)].TrimEnd('-');
        return (similar.Length == 0 ? hash : $"{similar}-{hash}") + suffix;
    }

    /// <summary>Labels, sorted, that the API server will take.</summary>
    /// <exception cref="ArgumentException">It would not.</exception>
    public static IEnumerable<(string Name, string Value)> Labels(IReadOnlyDictionary<string, string> labels) => labels
        .OrderBy(label => label.Key, StringComparer.Ordinal)
        .Select(label => IsKey(label.Key) && IsValue(label.Value)
            ? (label.Key, label.Value)
            : throw new ArgumentException(
                $"{Printable.Text(label.Key)}={Printable.Text(label.Value)} is no label of Kubernetes: up to {MaxName} letters, digits and -_. between "
                + "two letters or digits; the name may have a domain and a slash before it.", nameof(labels)));

    private static bool IsKey(string key) => key.Split('/') switch
    {
        [var name] => IsPart(name),
        [var prefix, var name] => prefix.Length <= MaxPrefix && ValidDomain().IsMatch(prefix) && IsPart(name),
        _ => false,
    };

    private static bool IsValue(string value) => value.Length == 0 || IsPart(value);

    private static bool IsPart(string text) => text.Length <= MaxName && ValidPart().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ValidName();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoName();

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex ValidPart();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex ValidDomain();
}
