using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>The live error budgets, as a page for people and as JSON for whoever prefers it.</summary>
internal static class StatusEndpoint
{
    private const string Json = "application/json";
    private const string Html = "text/html";

    public static void Map(IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapGet(path, (RequestDelegate)AnswerAsync).WithDisplayName("Reliability status");

    private static async Task AnswerAsync(HttpContext context)
    {
        var operations = context.RequestServices.GetRequiredService<ErrorBudgets>().Snapshot();
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = HeaderNames.Accept;
        if (PrefersJson(context.Request))
        {
            response.ContentType = Json;
            await StatusJson.WriteAsync(response.Body, operations, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        // Nothing but this page's own style and script runs, whatever text an owner's name smuggles in; only the service's own
        // pages may embed it.
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        response.ContentType = Html + "; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.WriteAsync(StatusHtml.Render(operations, nonce), context.RequestAborted).ConfigureAwait(false);
    }

    private static bool PrefersJson(HttpRequest request) => Quality(request, Json) > Quality(request, Html);

    /// <summary>How much the caller wants a media type: the quality of the most specific range that matches it.</summary>
    private static double Quality(HttpRequest request, string mediaType)
    {
        var wanted = new MediaTypeHeaderValue(mediaType);
        return request.GetTypedHeaders().Accept
            .Where(wanted.IsSubsetOf)
            .OrderByDescending(range => (range.MatchesAllTypes ? 0 : 2) + (range.MatchesAllSubTypes ? 0 : 1))
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
