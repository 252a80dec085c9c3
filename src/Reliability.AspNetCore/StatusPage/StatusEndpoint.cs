using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Reliability.AspNetCore.Health;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>The live error budgets, as a page for people and as JSON for whoever prefers it.</summary>
internal static class StatusEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints, string path) =>
        endpoints.MapGet(path, (RequestDelegate)AnswerAsync).WithMetadata(ProbeMetadata.Instance).WithDisplayName("Reliability status");

    private static async Task AnswerAsync(HttpContext context)
    {
        var operations = context.RequestServices.GetRequiredService<ErrorBudgets>().Snapshot();
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = HeaderNames.Accept;
        if (AcceptedMedia.Prefers(context.Request, AcceptedMedia.Json, AcceptedMedia.Html))
        {
            response.ContentType = AcceptedMedia.Json;
            await StatusJson.WriteAsync(response.Body, operations, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        // Nothing but this page's own style and script runs, whatever text an owner's name smuggles in; only the service's own
        // pages may embed it.
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        response.ContentType = AcceptedMedia.Html + "; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.WriteAsync(StatusHtml.Render(operations, nonce), context.RequestAborted).ConfigureAwait(false);
    }
}
