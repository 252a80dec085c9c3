using Microsoft.AspNetCore.SignalR;

namespace Reliability.AspNetCore.Hubs;

/// <summary>Ends calls of hub methods with the exceptions that these throw.</summary>
internal static class HubFailures
{
    /// <summary>Ends a call with an exception. A <see cref="HubException"/> is what a hub tells its caller on purpose, as a 4xx
    /// is: the hub has done its work. One that wraps another exception only tells of a failure politely.</summary>
    /// <param name="site">The operation.</param>
    /// <param name="call">The call.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Always false; meant for an exception filter.</returns>
    public static bool Fail(OperationSite site, ref OperationCall call, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is HubException { InnerException: null } && !site.IsExcluded(exception))
            call.Succeed();
        else
            call.Fail(exception, cancellationToken);

        return false;
    }
}
