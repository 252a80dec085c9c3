using System.Globalization;
using Microsoft.AspNetCore.Http;
using Reliability.AspNetCore.Measurement;

namespace Reliability.AspNetCore.Overload;

/// <summary>The answer to who is turned away: short, because there is too much to do.</summary>
internal static class RefusalResponse
{
    private const string Unavailable = "14";
    private const string DeadlineExceeded = "4";

    /// <param name="context">The request.</param>
    /// <param name="retryAfter">When to come back; null when the time of the caller is over.</param>
    public static void Write(HttpContext context, TimeSpan? retryAfter)
    {
        var response = context.Response;
        if (GrpcStatus.IsGrpc(context))
        {
            // A response that consists of trailers only, which stand in its headers.
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = "application/grpc";
            WriteStatus(response.Headers, retryAfter);
            return;
        }

        response.StatusCode = retryAfter is null ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status503ServiceUnavailable;
        response.Headers.CacheControl = "no-store";
        if (retryAfter is { } time)
            response.Headers.RetryAfter = Number(time.TotalSeconds);
    }

    /// <param name="place">Where the status of gRPC stands.</param>
    /// <param name="retryAfter">When to come back; null when time is over.</param>
    public static void WriteStatus(IHeaderDictionary place, TimeSpan? retryAfter)
    {
        place[GrpcStatus.Header] = retryAfter is null ? DeadlineExceeded : Unavailable;
        place["grpc-message"] = retryAfter is null ? "The deadline has passed." : "There is too much to do.";
        if (retryAfter is { } pause)
            place["grpc-retry-pushback-ms"] = Number(pause.TotalMilliseconds);
    }

    private static string Number(double number) => Math.Ceiling(number).ToString(CultureInfo.InvariantCulture);
}
