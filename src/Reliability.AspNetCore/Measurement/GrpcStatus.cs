using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Reliability.Hosting.Overload;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Reads the outcome of a gRPC call, which is HTTP 200 whatever happened.</summary>
internal static class GrpcStatus
{
    /// <summary>The name of the status that a call has when its deadline passed.</summary>
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

    /// <summary>Where the status stands, in headers or trailers.</summary>
    public const string Header = "grpc-status";

    private const string CancelledCode = "1";
    private const string UnknownCode = "2";
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

    /// <summary>Whether the method threw something that gRPC makes nothing of.</summary>
    /// <param name="context">The request.</param>
    public static bool IsUnknown(HttpContext context) => Status(context) == UnknownCode;

    /// <summary>Where the status stands, and may still be changed: in the trailers, or in the headers of a response that has not begun.</summary>
    /// <param name="context">The request.</param>
    public static IHeaderDictionary? Place(HttpContext context) =>
        context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers && trailers.ContainsKey(Header) ? trailers
        : context.Response.HasStarted ? null
        : context.Response.Headers;

    /// <summary>The name of a status that is a server's failure after OpenTelemetry's list, or null.</summary>
    /// <param name="context">The request.</param>
    public static string? ServerFailure(HttpContext context) => Status(context) switch
    {
        UnknownCode => "UNKNOWN",
        DeadlineExceededCode => DeadlineExceeded,
        "12" => "UNIMPLEMENTED",
        "13" => "INTERNAL",
        "14" => "UNAVAILABLE",
        "15" => "DATA_LOSS",
        _ => null,
    };

    private static TimeSpan? Timeout(HttpContext context) => GrpcTimeout.Parse(context.Request.Headers[GrpcTimeout.Header].ToString());

    /// <summary>The status stands in the trailers, or in the headers of a response without a body.</summary>
    private static string Status(HttpContext context) =>
        context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers && trailers.TryGetValue(Header, out var trailer)
            ? trailer.ToString()
            : context.Response.Headers[Header].ToString();
}
