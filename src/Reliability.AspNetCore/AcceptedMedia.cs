using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Reliability.AspNetCore;

/// <summary>What a caller wants to read.</summary>
internal static class AcceptedMedia
{
    public const string Json = "application/json";
    public const string Html = "text/html";
    public const string Text = "text/plain";

    /// <summary>Whether it wants one media type more than another.</summary>
    public static bool Prefers(HttpRequest request, string mediaType, string other) => Quality(request, mediaType) > Quality(request, other);

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
