using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore.Routing;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>Lets requests in, or turns them away, at the moment routing knows which endpoint they are for: before anything else is done
/// for them, and without a middleware to order.</summary>
internal sealed class AdmissionMatcherPolicy(EndpointCapacities capacities, IOptions<OverloadOptions> options, TimeProvider clock)
    : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>The last: whoever is let in is in.</summary>
    public override int Order => int.MaxValue;

    /// <summary>Everything but what is never turned away: any request may come too late.</summary>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints) || endpoints.Any(endpoint => capacities.Find(endpoint) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates) =>
        candidates.Chosen() is { } endpoint && capacities.Find(endpoint) is { } capacity && httpContext.Features.Get<AdmittedRequest>() is { } request
            ? request.DecideAsync(capacity, options.Value, clock)
            : Task.CompletedTask;
}
