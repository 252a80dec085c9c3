using Microsoft.AspNetCore.Http;
using Reliability.Deadlines;

namespace Reliability.AspNetCore.Overload;

/// <summary>Gives each request a place for what routing will decide about it, and takes everything back when the request ends, whatever
/// its end.</summary>
internal sealed class OverloadMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Set here, where all of the request sees it; filled in by routing, whose own values would not reach anybody.
        using var request = new AdmittedRequest(context);
        context.Features.Set(request);
        CallState.Current = request;
        IncomingCall.Forget();
        try
        {
            await next(context).ConfigureAwait(false);
            request.AnswerHandled();
        }
        catch (Exception exception) when (request.CanAnswer(exception))
        {
            request.Answer(exception);
        }
    }
}
