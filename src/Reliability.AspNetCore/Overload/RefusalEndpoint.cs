using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reliability.AspNetCore.Overload;

/// <summary>What stands in for an endpoint when a request is turned away: the answer is written already, and it goes out at once, without
/// the middleware between routing and the endpoint where nobody needs it.</summary>
internal static class RefusalEndpoint
{
    /// <summary>Keeps route and name, under which metrics of the framework know the request.</summary>
    public static Endpoint Of(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route)
            return new Endpoint(static _ => Task.CompletedTask, EndpointMetadataCollection.Empty, endpoint.DisplayName);

        var builder = new RouteEndpointBuilder(static _ => Task.CompletedTask, route.RoutePattern, route.Order) { DisplayName = endpoint.DisplayName };
        builder.Metadata.Add(new AllowAnonymousAttribute());
        new Conventions(builder).ShortCircuit();
        return builder.Build();
    }

    /// <summary>Goes through the middleware all the same: a browser shows a page nothing of an answer without the headers of CORS, not even that it is
    /// to come back later.</summary>
    public static Endpoint CrossOriginOf(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route)
            return new Endpoint(static _ => Task.CompletedTask, new(endpoint.Metadata.OfType<ICorsMetadata>()), endpoint.DisplayName);

        var builder = new RouteEndpointBuilder(static _ => Task.CompletedTask, route.RoutePattern, route.Order) { DisplayName = endpoint.DisplayName };
        builder.Metadata.Add(new AllowAnonymousAttribute());
        foreach (var metadata in endpoint.Metadata.OfType<ICorsMetadata>())
            builder.Metadata.Add(metadata);

        return builder.Build();
    }

    private sealed class Conventions(EndpointBuilder builder) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) => convention(builder);
    }
}
