using System.Globalization;
using Microsoft.AspNetCore.Http;
using Reliability.Model;

namespace Reliability.AspNetCore.Measurement;

/// <summary>What a response says about reliability.</summary>
/// <param name="IsUncounted">The caller gave up; it says nothing.</param>
/// <param name="ErrorType">The status that makes it a failure, or null.</param>
internal readonly record struct RequestOutcome(bool IsUncounted, string? ErrorType)
{
    private static readonly RequestOutcome s_good = new(false, null);
    private static readonly RequestOutcome s_uncounted = new(true, null);

    /// <summary>The outcome of a response: a caller that went away is not counted, 5xx is bad, everything else is good:
    /// 4xx is the caller's mistake. gRPC answers 200 and puts its status elsewhere. A judge of the program's own
    /// decides instead of the status.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isCallerGone">Whether the caller hung up.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="isGood">The judge, or null.</param>
    public static RequestOutcome Of(HttpContext context, bool isCallerGone, TimeSpan elapsed, Func<object, bool>? isGood)
    {
        var isGrpc = GrpcStatus.IsGrpc(context);
        if (isGrpc && GrpcStatus.IsDeadlineExceeded(context, isCallerGone, elapsed))
            return Bad(GrpcStatus.DeadlineExceeded);

        var status = context.Response.StatusCode;
        if (isCallerGone || status == StatusCodes.Status499ClientClosedRequest || (isGrpc && GrpcStatus.IsCancelled(context)))
            return s_uncounted;

        if (isGood is not null)
            return Judge(context, isGood);

        if (status >= StatusCodes.Status500InternalServerError)
            return Bad(status.ToString(CultureInfo.InvariantCulture));

        return isGrpc && GrpcStatus.ServerFailure(context) is { } failure ? Bad(failure) : s_good;
    }

    private static RequestOutcome Bad(string errorType) => new(false, errorType);

    /// <summary>A judge that throws says nothing good, and must not break the request that it judges.</summary>
    private static RequestOutcome Judge(HttpContext context, Func<object, bool> isGood)
    {
        try
        {
            return isGood(context) ? s_good : Bad(Telemetry.BadResult);
        }
        catch (Exception exception)
        {
            return Bad(exception.GetType().FullName ?? exception.GetType().Name);
        }
    }
}
