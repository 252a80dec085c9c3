using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Reliability.AspNetCore.Routing;

namespace Reliability.AspNetCore.Measurement;

/// <summary>Learns which endpoint a request is for at the moment routing chooses it, so that the request counts as under way
/// from then on.</summary>
internal sealed class OperationMatcherPolicy(EndpointSites sites) : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>After every policy that may still rule a candidate out, and before the one that turns requests away, which are counted
    /// too.</summary>
    public override int Order => int.MaxValue - 1;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        // A dynamic endpoint is replaced by a real one with each request.
        if (ContainsDynamicEndpoints(endpoints))
            return true;

        foreach (var endpoint in endpoints)
        {
            if (sites.Find(endpoint) is not null)
                return true;
        }

        return false;
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (candidates.Chosen() is { } endpoint)
            httpContext.Features.Get<MeasuredRequest>()?.BeginUnlessBegun(httpContext, endpoint, sites);

        return Task.CompletedTask;
    }
}
