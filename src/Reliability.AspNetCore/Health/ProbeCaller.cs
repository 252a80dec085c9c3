using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reliability.AspNetCore.Health;

/// <summary>Copies of a request, for work that may outlive it.</summary>
internal static class ProbeCaller
{
    /// <summary>Makes a context with what tells who calls. The server gives its own context to the next request of the connection, so nobody may
    /// hold on to that.</summary>
    /// <param name="context">The context of the request, while it is under way.</param>
    /// <param name="services">The services that the copy lives with.</param>
    /// <param name="aborted">When nobody waits any longer.</param>
    public static HttpContext Copy(HttpContext context, IServiceProvider services, CancellationToken aborted)
    {
        var copy = new DefaultHttpContext
        {
            RequestServices = services,
            RequestAborted = aborted,
            TraceIdentifier = context.TraceIdentifier,
            User = context.User,
        };
        CopyRequest(context.Request, copy.Request);
        CopyConnection(context.Connection, copy.Connection);
        copy.SetEndpoint(context.GetEndpoint());
        return copy;
    }

    private static void CopyRequest(HttpRequest from, HttpRequest to)
    {
        to.Method = from.Method;
        to.Protocol = from.Protocol;
        to.Scheme = from.Scheme;
        to.Host = from.Host;
        to.PathBase = from.PathBase;
        to.Path = from.Path;
        to.QueryString = from.QueryString;
        to.RouteValues = new RouteValueDictionary(from.RouteValues);
        foreach (var header in from.Headers)
            to.Headers[header.Key] = header.Value;
    }

    private static void CopyConnection(ConnectionInfo from, ConnectionInfo to)
    {
        to.Id = from.Id;
        to.LocalIpAddress = from.LocalIpAddress;
        to.LocalPort = from.LocalPort;
        to.RemoteIpAddress = from.RemoteIpAddress;
        to.RemotePort = from.RemotePort;
        to.ClientCertificate = from.ClientCertificate;
    }
}
