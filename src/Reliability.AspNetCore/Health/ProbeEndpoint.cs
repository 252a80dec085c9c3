using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Health;

/// <summary>A probe: 200 or 503 and one word, in less than a second, whatever the checks do. Descriptions and exceptions
/// stay inside; they have been seen to carry connection strings.</summary>
internal static class ProbeEndpoint
{
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a probe over the checks with a tag, or over all.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, string path, string? tag) =>
        endpoints.MapMethods(path, s_methods, (RequestDelegate)(context => AnswerAsync(context, tag)))
            .AllowAnonymous()
            .WithDisplayName($"Reliability probe {path}");

    private static async Task AnswerAsync(HttpContext context, string? tag)
    {
        var status = await CheckAsync(context, tag).ConfigureAwait(false);
        context.Response.StatusCode = status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        context.Response.ContentType = "text/plain";
        context.Response.Headers.CacheControl = "no-store, no-cache";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(status.ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<HealthStatus> CheckAsync(HttpContext context, string? tag)
    {
        var checks = context.RequestServices.GetRequiredService<HealthCheckService>();
        var timeout = context.RequestServices.GetRequiredService<IOptions<ReliabilityOptions>>().Value.ProbeTimeout;
        try
        {
            // A check that ignores its token is still running when this gives up; the probe answers all the same.
            var report = await checks
                .CheckHealthAsync(check => tag is null || check.Tags.Contains(tag), context.RequestAborted)
                .WaitAsync(timeout, context.RequestAborted)
                .ConfigureAwait(false);
            return report.Status;
        }
        catch (TimeoutException)
        {
            return HealthStatus.Unhealthy;
        }
    }
}
