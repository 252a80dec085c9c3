using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability.AspNetCore.Lifecycle;
using Reliability.AspNetCore.Routing;
using Reliability.Health;
using Reliability.Hosting.Health;

namespace Reliability.AspNetCore.Health;

/// <summary>The probes: 200 or 503 and one word, in less than a second, whatever the checks do; on request as JSON, with the checks in it
/// for whom <see cref="ProbeDetail"/> allows it.</summary>
internal sealed class ProbeEndpoint
{
    private const string GroupValue = "group";
    private const string DetailKey = "detail";

    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    // From the services of the application, once: those of a request are a scope, which a word is not worth.
    private readonly Lazy<HealthMonitor> _monitor;
    private readonly Lazy<ProbeDetail> _detail;

    private ProbeEndpoint(IServiceProvider services)
    {
        _monitor = new(services.GetRequiredService<HealthMonitor>);
        _detail = new(services.GetRequiredService<ProbeDetail>);
    }

    public static void MapAll(IEndpointRouteBuilder endpoints)
    {
        var probe = new ProbeEndpoint(endpoints.ServiceProvider);
        Map(endpoints, "/health", context => probe.AnswerAsync(context, group: null));
        Map(endpoints, "/alive", context => probe.AnswerAsync(context, HealthGroups.Live));
        Map(endpoints, "/health/ready", context => probe.AnswerAsync(context, HealthGroups.Ready));
        Map(endpoints, "/health/startup", context => probe.AnswerAsync(context, HealthGroups.Startup));
        Map(endpoints, $"/health/{{{GroupValue}}}", context => probe.AnswerAsync(context, (string)context.Request.RouteValues[GroupValue]!), probe.HasGroup);
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, RequestDelegate answer, Func<RouteValueDictionary?, bool>? hasAnswer = null) =>
        endpoints.MapMethods(path, s_methods, answer)
            .AllowAnonymous()
            .DisableRateLimiting()
            .WithMetadata(new GivesWayMetadata(hasAnswer))
            .WithDisplayName($"Reliability probe {path}");

    private bool HasGroup(RouteValueDictionary? values) => values?[GroupValue] is string group && _monitor.Value.HasGroup(group);

    private async Task AnswerAsync(HttpContext context, string? group)
    {
        // Nothing is lost with a probe: the end of the process does not wait for it.
        context.Features.Get<RequestInFlight>()?.Dispose();
        LeaveOutOfTraces(context);
        if (group is not null && !_monitor.Value.HasGroup(group))
        {
            // A group that nobody belongs to is a mistake in a path. The framework would call it healthy.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var wantsJson = WantsJson(context.Request);
        var withDetail = wantsJson && await _detail.Value.IsAllowedAsync(context).ConfigureAwait(false);
        var health = await _monitor.Value.CheckAsync(group, context.RequestAborted).ConfigureAwait(false);
        WriteHead(context.Response, health.Status);
        if (wantsJson)
            WriteJson(context, health, withDetail);
        else
            WriteText(context, health.Status);

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteHead(HttpResponse response, HealthStatus status)
    {
        response.StatusCode = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        response.Headers.CacheControl = "no-store, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private static void WriteJson(HttpContext context, GroupHealth health, bool withDetail)
    {
        context.Response.ContentType = AcceptedMedia.Json;
        if (!HttpMethods.IsHead(context.Request.Method))
            ProbeJson.Write(context.Response.BodyWriter, health, withDetail);
    }

    private static void WriteText(HttpContext context, HealthStatus status)
    {
        var word = status switch
        {
            HealthStatus.Healthy => "Healthy"u8,
            HealthStatus.Degraded => "Degraded"u8,
            _ => "Unhealthy"u8,
        };
        context.Response.ContentType = AcceptedMedia.Text;
        context.Response.ContentLength = word.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        word.CopyTo(context.Response.BodyWriter.GetSpan(word.Length));
        context.Response.BodyWriter.Advance(word.Length);
    }

    /// <summary>By <c>?detail</c>, for tools that cannot set a header, or by <c>Accept</c>. Who takes anything gets the word.</summary>
    private static bool WantsJson(HttpRequest request) =>
        (request.QueryString.HasValue && request.Query.ContainsKey(DetailKey))
        || (request.Headers.Accept is { Count: > 0 } accept && accept != "*/*" && AcceptedMedia.Prefers(request, AcceptedMedia.Json, AcceptedMedia.Text));

    /// <summary>A probe each second would be most of what a quiet service traces. Whether a request is traced is decided before its endpoint
    /// is known; so the span is taken out again, by what exporters look at when it ends.</summary>
    private static void LeaveOutOfTraces(HttpContext context)
    {
        LeaveOutOfTraces(context.Features.Get<IHttpActivityFeature>()?.Activity);
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
            LeaveOutOfTraces(activity);
    }

    private static void LeaveOutOfTraces(Activity? activity)
    {
        if (activity is null)
            return;

        activity.IsAllDataRequested = false;
        activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
