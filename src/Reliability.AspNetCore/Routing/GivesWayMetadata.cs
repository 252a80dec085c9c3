using Microsoft.AspNetCore.Routing;

namespace Reliability.AspNetCore.Routing;

/// <summary>Marks an endpoint of ours: one of the application's own for the same path is preferred.</summary>
/// <param name="hasAnswer">Whether the endpoint has anything to say for these values of its route. Null: always.</param>
internal sealed class GivesWayMetadata(Func<RouteValueDictionary?, bool>? hasAnswer)
{
    public bool HasAnswer(RouteValueDictionary? values) => hasAnswer is null || hasAnswer(values);
}
