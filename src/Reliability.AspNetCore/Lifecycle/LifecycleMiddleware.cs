using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Counts requests for the drain, and tells HTTP/1.1 clients to come back on another connection once the service stops. HTTP/2
/// has a frame for that, which the server sends by itself.</summary>
internal sealed class LifecycleMiddleware
{
    private const string EventStream = "text/event-stream";

    private readonly RequestDelegate _next;
    private readonly RequestsInFlight _requests;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Func<object, Task> _onStarting;

    public LifecycleMiddleware(RequestDelegate next, RequestsInFlight requests, IHostApplicationLifetime lifetime)
    {
        _next = next;
        _requests = requests;
        _lifetime = lifetime;
        _onStarting = OnStarting;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(_onStarting, context);

        // A probe takes itself out of the count: which endpoint a request is for is known later.
        using var request = new RequestInFlight(context, _requests);
        context.Features.Set(request);
        Watch(context.Features, request);
        await _next(context).ConfigureAwait(false);
    }

    /// <summary>Asks what became of the request, and not what its caller asked for.</summary>
    private static void Watch(IFeatureCollection features, RequestInFlight request)
    {
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            features.Set<IHttpUpgradeFeature>(new WatchedUpgrade(upgrade, request));

        if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            features.Set<IHttpExtendedConnectFeature>(new WatchedConnect(connect, request));
    }

    private Task OnStarting(object state)
    {
        var context = (HttpContext)state;
        var response = context.Response;
        if (IsEventStream(response.ContentType))
            context.Features.Get<RequestInFlight>()?.StayOpen();

        if (IsHttp1(context.Request.Protocol) && _lifetime.ApplicationStopping.IsCancellationRequested
            && response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }

    /// <summary>Events that go on until somebody hangs up. The type may have parameters.</summary>
    private static bool IsEventStream(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == EventStream.Length || contentType[EventStream.Length] is ';' or ' ');

    private static bool IsHttp1(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);
}
