using System.Text;

namespace Reliability.Hosting.Listener;

/// <summary>What a probe asks, as far as it matters here.</summary>
/// <param name="Path">The path, unescaped, without the query.</param>
/// <param name="IsHead">Whether only the head of the answer is wanted.</param>
internal readonly record struct ProbeRequest(string Path, bool IsHead)
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Reads what has been received so far. Never throws, whatever that is.</summary>
    /// <param name="received">From the first byte of the connection on.</param>
    /// <param name="request">The request, when it is one that can be answered.</param>
    public static ProbeRequestStatus Parse(ReadOnlySpan<byte> received, out ProbeRequest request)
    {
        request = default;
        if (!IsComplete(received))
            return ProbeRequestStatus.Incomplete;

        var line = received[..received.IndexOf(LineFeed)];
        if (!line.IsEmpty && line[^1] == CarriageReturn)
            line = line[..^1];

        return ParseLine(line, ref request);
    }

    /// <summary>Whether the empty line has come that ends the fields. What they say does not matter: there is one answer, and the connection ends with
    /// it.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> received) => received.IndexOf("\n\r\n"u8) >= 0 || received.IndexOf("\n\n"u8) >= 0;

    private static ProbeRequestStatus ParseLine(ReadOnlySpan<byte> line, ref ProbeRequest request)
    {
        var afterMethod = line.IndexOf((byte)' ');
        var beforeVersion = line.LastIndexOf((byte)' ');
        if (afterMethod <= 0 || beforeVersion <= afterMethod)
            return ProbeRequestStatus.Malformed;

        var method = line[..afterMethod];
        var target = line[(afterMethod + 1)..beforeVersion];
        var version = line[(beforeVersion + 1)..];
        if (target.IsEmpty || target.ContainsAnyExceptInRange((byte)'!', (byte)'~') || !version.StartsWith("HTTP/"u8))
            return ProbeRequestStatus.Malformed;

        if (!version.SequenceEqual("HTTP/1.1"u8) && !version.SequenceEqual("HTTP/1.0"u8))
            return ProbeRequestStatus.UnknownVersion;

        var isHead = method.SequenceEqual("HEAD"u8);
        if (!isHead && !method.SequenceEqual("GET"u8))
            return ProbeRequestStatus.UnknownMethod;

        if (target[0] != (byte)'/')
            return ProbeRequestStatus.Malformed;

        request = new(PathOf(target), isHead);
        return ProbeRequestStatus.Complete;
    }

    private static string PathOf(ReadOnlySpan<byte> target)
    {
        var end = target.IndexOfAny((byte)'?', (byte)'#');
        var path = Encoding.ASCII.GetString(end < 0 ? target : target[..end]);
        return path.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(path) : path;
    }
}
