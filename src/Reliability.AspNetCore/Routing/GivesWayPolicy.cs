using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Reliability.AspNetCore.Routing;

/// <summary>Decides between an endpoint of ours and those of the application for a path that both match. The application's wins when it names the
/// path: an order alone would either make two equal paths ambiguous, or leave the probes to every route that takes whatever comes.</summary>
internal sealed class GivesWayPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    // So are fallbacks marked.
    private const int LastOrder = int.MaxValue;

    /// <summary>After every policy that may rule out an endpoint of the application, and before those that take the choice for made.</summary>
    public override int Order => int.MaxValue - 2;

    /// <summary>Only where there is a choice: a probe that nobody else wants costs what it did.</summary>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        var (hasOurs, hasTheirs) = (false, false);
        foreach (var endpoint in endpoints)
        {
            var isOurs = IsOurs(endpoint);
            hasOurs |= isOurs;
            hasTheirs |= !isOurs;
        }

        return hasOurs && hasTheirs;
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && candidates[i].Endpoint is RouteEndpoint endpoint
                && endpoint.Metadata.GetMetadata<GivesWayMetadata>() is { } ours
                && IsTaken(candidates, endpoint.RoutePattern, ours.HasAnswer(candidates[i].Values)))
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Who has no answer leaves the path to anybody but a fallback, which would answer a mistake in a path with a page.</summary>
    private static bool IsTaken(CandidateSet candidates, RoutePattern ours, bool hasAnswer)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && candidates[i].Endpoint is RouteEndpoint endpoint
                && !IsOurs(endpoint)
                && (Names(endpoint.RoutePattern, ours) || (!hasAnswer && endpoint.Order != LastOrder)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a pattern that matches the same path says as much of it as ours. Precedence does not tell: a route by convention that can only
    /// be that of one action consists of parameters.</summary>
    private static bool Names(RoutePattern theirs, RoutePattern ours)
    {
        if (theirs.PathSegments.Count < ours.PathSegments.Count || theirs.PathSegments is [.., { Parts: [RoutePatternParameterPart { IsCatchAll: true }] }])
            return false;

        for (var i = 0; i < ours.PathSegments.Count; i++)
        {
            if (ours.PathSegments[i].Parts is [RoutePatternLiteralPart] && !IsFixed(theirs, theirs.PathSegments[i]))
                return false;
        }

        return true;
    }

    private static bool IsFixed(RoutePattern pattern, RoutePatternPathSegment segment) => segment.Parts switch
    {
        [RoutePatternLiteralPart] => true,
        [RoutePatternParameterPart parameter] => pattern.RequiredValues.TryGetValue(parameter.Name, out var value)
            && value is not (null or "") && !ReferenceEquals(value, RoutePattern.RequiredValueAny),
        _ => false,
    };

    private static bool IsOurs(Endpoint endpoint) => endpoint.Metadata.GetMetadata<GivesWayMetadata>() is not null;
}
