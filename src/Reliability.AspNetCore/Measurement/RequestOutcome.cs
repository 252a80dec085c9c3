using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Reliability.Model;

namespace Reliability.AspNetCore.Measurement;

/// <summary>What a response says about reliability.</summary>
/// <param name="IsUncounted">The caller gave up; it says nothing.</param>
/// <param name="ErrorType">The status that makes it a failure, or null.</param>
internal readonly record struct RequestOutcome(bool IsUncounted, string? ErrorType)
{
    private const string GrpcStatus = "grpc-status";

    private static readonly RequestOutcome s_good = new(false, null);
    private static readonly RequestOutcome s_uncounted = new(true, null);

    /// <summary>The outcome of a response: a caller that went away is not counted, 5xx is bad, everything else is good:
    /// 4xx is the caller's mistake. gRPC answers 200 and puts its status elsewhere. A judge of the program's own
    /// decides instead of the status.</summary>
    public static RequestOutcome Of(HttpContext context, Func<object, bool>? isGood)
    {
        var status = context.Response.StatusCode;
        if (status == StatusCodes.Status499ClientClosedRequest || context.RequestAborted.IsCancellationRequested)
            return s_uncounted;

        if (isGood is not null)
            return Judge(context, isGood);

        if (status >= StatusCodes.Status500InternalServerError)
            return new(false, status.ToString(CultureInfo.InvariantCulture));

        return IsGrpc(context) ? OfGrpc(context) : s_good;
    }

    /// <summary>A judge that throws says nothing good, and must not break the request that it judges.</summary>
    private static RequestOutcome Judge(HttpContext context, Func<object, bool> isGood)
    {
        try
        {
            return isGood(context) ? s_good : new(false, Telemetry.BadResult);
        }
        catch (Exception exception)
        {
            return new(false, exception.GetType().FullName);
        }
    }

    private static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>OpenTelemetry's list of the gRPC statuses that are a server's failure.</summary>
    private static RequestOutcome OfGrpc(HttpContext context) => Status(context) switch
    {
        "1" => s_uncounted, // CANCELLED, by the caller
        "2" => new(false, "UNKNOWN"),
        "4" => new(false, "DEADLINE_EXCEEDED"),
        "12" => new(false, "UNIMPLEMENTED"),
        "13" => new(false, "INTERNAL"),
        "14" => new(false, "UNAVAILABLE"),
        "15" => new(false, "DATA_LOSS"),
        _ => s_good,
    };

    /// <summary>The status stands in the trailers, or in the headers of a response without a body.</summary>
    private static string Status(HttpContext context) =>
        context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers && trailers.TryGetValue(GrpcStatus, out var trailer)
            ? trailer.ToString()
            : context.Response.Headers[GrpcStatus].ToString();
}
