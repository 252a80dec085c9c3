using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Reliability.Hosting.Listener;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Counts requests for the drain, and tells HTTP/1.1 clients to come back on another connection once the service stops. HTTP/2
/// has a frame for that, which the server sends by itself.</summary>
internal sealed class LifecycleMiddleware
{
    private readonly RequestDelegate _next;
    private readonly RequestsInFlight _requests;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Func<object, Task> _closeOnceStopping;

    public LifecycleMiddleware(RequestDelegate next, RequestsInFlight requests, IHostApplicationLifetime lifetime)
    {
        _next = next;
        _requests = requests;
        _lifetime = lifetime;
        _closeOnceStopping = CloseOnceStopping;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsHttp1(context.Request.Protocol))
            context.Response.OnStarting(_closeOnceStopping, context.Response);

        if (MightBeProbe(context.Request.Path.Value))
        {
            await AnswerProbableProbeAsync(context).ConfigureAwait(false);
            return;
        }

        var isEarlier = _requests.Begin();
        try
        {
            await _next(context).ConfigureAwait(false);
        }
        finally
        {
            _requests.End(isEarlier);
        }
    }

    /// <summary>Which endpoint a request is for is known later. A probe takes itself out of the count; everything else at such a path stays in.</summary>
    private async Task AnswerProbableProbeAsync(HttpContext context)
    {
        var request = new CountedRequest(_requests);
        try
        {
            context.Features.Set(request);
            await _next(context).ConfigureAwait(false);
        }
        finally
        {
            request.End();
        }
    }

    /// <summary>Anywhere in the path: probes can be mapped below a prefix.</summary>
    private static bool MightBeProbe(string? path) =>
        path is not null
        && (path.Contains(ProbePaths.Health, StringComparison.OrdinalIgnoreCase) || path.Contains(ProbePaths.Alive, StringComparison.OrdinalIgnoreCase));

    private Task CloseOnceStopping(object state)
    {
        var response = (HttpResponse)state;
        if (_lifetime.ApplicationStopping.IsCancellationRequested && response.StatusCode != StatusCodes.Status101SwitchingProtocols)
            response.Headers.Connection = "close";

        return Task.CompletedTask;
    }

    private static bool IsHttp1(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);
}
