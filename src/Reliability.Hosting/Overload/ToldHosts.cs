namespace Reliability.Hosting.Overload;

/// <summary>The hosts that are told how much time is left and how much a call matters.</summary>
/// <param name="patterns">Names of hosts; <c>*.internal</c> stands for all below <c>internal</c>, <c>*</c> for all. None at all means all.</param>
internal sealed class ToldHosts(IEnumerable<string> patterns)
{
    private const string Any = "*";

    private readonly string[] _patterns = [.. patterns];

    /// <summary>Whether something is the name of a host, or stands for several.</summary>
    public static bool IsPattern(string? pattern) =>
        pattern == Any || (pattern is not null && Uri.CheckHostName(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern) != UriHostNameType.Unknown);

    /// <summary>Whether the host of an address is told.</summary>
    public bool Contains(Uri? address)
    {
        if (_patterns.Length == 0)
            return true;

        if (address is not { IsAbsoluteUri: true })
            return false;

        foreach (var pattern in _patterns)
        {
            if (Matches(pattern, address.IdnHost))
                return true;
        }

        return false;
    }

    private static bool Matches(string pattern, string host) =>
        pattern == Any
        || (pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase));
}
