using Microsoft.AspNetCore.Http;
using Reliability.AspNetCore.Overload;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>A request that is under way. One that turns out to stay open, for as long as its caller likes, is no longer a call: the drain does not
/// wait for it, and it has no place in the capacity of the service.</summary>
internal sealed class RequestInFlight(HttpContext context, RequestsInFlight requests) : IDisposable
{
    private readonly bool _isEarlier = requests.Begin();
    private int _isEnded;

    /// <summary>Says that the request stays open. It is its caller, or the program at <c>ApplicationStopping</c>, who ends it.</summary>
    public void StayOpen()
    {
        Dispose();
        context.Features.Get<AdmittedRequest>()?.LeaveService();
    }

    /// <summary>Ends it; a probe, which nobody waits for, ends it at its begin. Once counts.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
            requests.End(_isEarlier);
    }
}
