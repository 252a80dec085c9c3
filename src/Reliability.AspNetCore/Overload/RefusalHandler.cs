using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Reliability.AspNetCore.Overload;

/// <summary>Says when to come back before an exception handler of the program writes its answer, which cannot be added to afterwards. It answers
/// nothing itself.</summary>
internal sealed class RefusalHandler : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        httpContext.Features.Get<AdmittedRequest>()?.Tell(exception);
        return new(false);
    }
}
