using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Reads the outcome of a gRPC call, which is HTTP 200 whatever happened.</summary>
internal static class GrpcStatus
{
    /// <summary>The name of the status that a call has when its deadline passed.</summary>
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

    /// <summary>Where the status stands, in headers or trailers.</summary>
    public const string Header = "grpc-status";
    /// <summary>Where the time stands that the caller gives.</summary>
    public const string TimeoutHeader = "grpc-timeout";
    private const string CancelledCode = "1";
    private const string DeadlineExceededCode = "4";

    // The caller's clock started earlier than ours, and its timer is no better than ours.
    private const double ShareOfDeadline = 0.9;

    public static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the call was given up because it took too long. The caller hangs up at its deadline, often before the
    /// server's own timer fires: what looks like a cancellation is then the service's slowness.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isCallerGone">Whether the caller hung up.</param>
    /// <param name="elapsed">How long it took until then.</param>
    public static bool IsDeadlineExceeded(HttpContext context, bool isCallerGone, TimeSpan elapsed) =>
        Status(context) == DeadlineExceededCode || (isCallerGone && Timeout(context) is { } timeout && elapsed >= timeout * ShareOfDeadline);

    /// <summary>Whether the call says of itself that its caller cancelled it.</summary>
    /// <param name="context">The request.</param>
    public static bool IsCancelled(HttpContext context) => Status(context) == CancelledCode;

    /// <summary>The name of a status that is a server's failure after OpenTelemetry's list, or null.</summary>
    /// <param name="context">The request.</param>
    public static string? ServerFailure(HttpContext context) => Status(context) switch
    {
        "2" => "UNKNOWN",
        DeadlineExceededCode => DeadlineExceeded,
        "12" => "UNIMPLEMENTED",
        "13" => "INTERNAL",
        "14" => "UNAVAILABLE",
        "15" => "DATA_LOSS",
        _ => null,
    };

    /// <summary>The time that a caller gives: up to eight digits and a unit.</summary>
    /// <param name="text">The header.</param>
    public static TimeSpan? Timeout(string? text)
    {
        if (text is not { Length: >= 2 and <= 9 } || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return null;

        return text[^1] switch
        {
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            'u' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMicrosecond),
            'm' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMillisecond),
            'S' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerSecond),
            'M' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMinute),
            'H' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerHour),
            _ => null,
        };
    }

    /// <summary>The same time as gRPC writes it: whole milliseconds, at least one.</summary>
    /// <param name="time">The time.</param>
    public static string Timeout(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((long)time.TotalMilliseconds, 1, 99_999_999)}m");

    private static TimeSpan? Timeout(HttpContext context) => Timeout(context.Request.Headers[TimeoutHeader].ToString());

    /// <summary>The status stands in the trailers, or in the headers of a response without a body.</summary>
    private static string Status(HttpContext context) =>
        context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers && trailers.TryGetValue(Header, out var trailer)
            ? trailer.ToString()
            : context.Response.Headers[Header].ToString();
}
