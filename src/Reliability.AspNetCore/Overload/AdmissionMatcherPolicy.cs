using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore.Measurement;
using Reliability.AspNetCore.Routing;
using Reliability.Overload;

namespace Reliability.AspNetCore.Overload;

/// <summary>Lets requests in, or turns them away, at the moment routing knows which endpoint they are for: before anything else is done
/// for them, and without a middleware to order.</summary>
internal sealed class AdmissionMatcherPolicy(EndpointCapacities capacities, IOptions<OverloadOptions> options, TimeProvider clock)
    : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];

    /// <summary>The last: whoever is let in is in.</summary>
    public override int Order => int.MaxValue;

    /// <summary>Everything but what is never turned away: any request may come too late.</summary>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints) || endpoints.Any(endpoint => capacities.Find(endpoint) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (candidates.Chosen() is not { } endpoint || capacities.Find(endpoint) is not { } capacity || httpContext.Features.Get<AdmittedRequest>() is not { } request)
            return Task.CompletedTask;

        if (!Preflight.Is(httpContext.Request))
            return request.DecideAsync(capacity, options.Value, clock);

        if (request.IsPreflight && MeasuredRequest.IsErrorPage(httpContext))
            return Task.CompletedTask;

        request.IsPreflight = true;
        var index = candidates.ChosenIndex();
        candidates.ReplaceEndpoint(index, _guarded.GetValue(endpoint, key => Guarded(key, capacity)), candidates[index].Values);
        Preflight.Disregard(httpContext);
        return Task.CompletedTask;
    }

    private Endpoint Guarded(Endpoint endpoint, EndpointCapacity capacity) => Preflight.Guarded(endpoint, context => DecideLateAsync(context, endpoint, capacity));

    private async Task DecideLateAsync(HttpContext context, Endpoint endpoint, EndpointCapacity capacity)
    {
        Preflight.Regard(context);
        var guarded = context.GetEndpoint();
        if (context.Features.Get<AdmittedRequest>() is { } request)
            await request.DecideAsync(capacity, options.Value, clock).ConfigureAwait(false);

        // A refusal is another endpoint.
        var decided = context.GetEndpoint();
        if ((decided == guarded ? endpoint : decided)?.RequestDelegate is { } run)
            await run(context).ConfigureAwait(false);
    }
}
