using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Hosting.Listener;

/// <summary>An answer as it goes over the wire. There are these few, so each is written once.</summary>
internal sealed class ProbeResponse
{
    public static readonly ProbeResponse Malformed = new("400 Bad Request", "Bad Request");
    public static readonly ProbeResponse NotFound = new("404 Not Found", "Not Found");
    public static readonly ProbeResponse UnknownMethod = new("405 Method Not Allowed", "Method Not Allowed", "Allow: GET, HEAD\r\n");
    public static readonly ProbeResponse TooLarge = new("431 Request Header Fields Too Large", "Request Header Fields Too Large");
    public static readonly ProbeResponse UnknownVersion = new("505 HTTP Version Not Supported", "HTTP Version Not Supported");

    private static readonly ProbeResponse s_healthy = new("200 OK", nameof(HealthStatus.Healthy));
    private static readonly ProbeResponse s_degraded = new("200 OK", nameof(HealthStatus.Degraded));
    private static readonly ProbeResponse s_unhealthy = new("503 Service Unavailable", nameof(HealthStatus.Unhealthy));

    private readonly byte[] _bytes;
    private readonly int _head;

    private ProbeResponse(string status, string body, string fields = "")
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nCache-Control: no-store, no-cache\r\nConnection: close\r\n{fields}\r\n";
        _bytes = Encoding.ASCII.GetBytes(head + body);
        _head = head.Length;
    }

    public static ProbeResponse Of(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => s_healthy,
        HealthStatus.Degraded => s_degraded,
        _ => s_unhealthy,
    };

    /// <summary>What is sent.</summary>
    /// <param name="isHead">Whether only the head of the answer is wanted.</param>
    public ReadOnlyMemory<byte> Bytes(bool isHead) => isHead ? _bytes.AsMemory(0, _head) : _bytes;
}
