using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Reliability.AspNetCore.Measurement;

namespace Reliability.AspNetCore.Overload;

/// <summary>The question of a browser whether a page of another origin may ask at all. Whatever answers it in the name of an endpoint does none of the
/// endpoint's work, and a page that is refused the question shows an error that says nothing of overload.</summary>
internal static class Preflight
{
    public static bool Is(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod)
        && request.Headers.ContainsKey(HeaderNames.Origin);

    /// <summary>The endpoint with a guard around it: who knows whether the question is answered by the middleware of CORS is only the middleware. What
    /// comes through to the endpoint is a call like any other, and could be sent by anybody to get past the capacity.</summary>
    public static Endpoint Guarded(Endpoint endpoint, RequestDelegate guard) =>
        endpoint is RouteEndpoint route
            ? new RouteEndpoint(guard, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(guard, endpoint.Metadata, endpoint.DisplayName);

    /// <summary>Says that the request is no event of the endpoint's, for as long as it does not come to it.</summary>
    public static void Disregard(HttpContext context) => context.Features.Get<MeasuredRequest>()?.Disregard();

    /// <summary>Says that it has come to it.</summary>
    public static void Regard(HttpContext context) => context.Features.Get<MeasuredRequest>()?.Regard();
}
