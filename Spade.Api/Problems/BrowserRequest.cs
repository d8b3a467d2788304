using Microsoft.Net.Http.Headers;

namespace Spade.Api.Problems;

/// <summary>Tells people's browsers from other clients, by <c>Accept</c>.</summary>
internal static class BrowserRequest
{
    /// <summary>True when the request prefers an HTML page to JSON, as a browser does that opens an address. <c>*/*</c> names neither, and
    /// JSON is what every client has got for it.</summary>
    public static bool WantsPage(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var page = Quality(accepted, "text/html", "application/xhtml+xml");
        return page > 0 && page > Quality(accepted, "application/json", "application/problem+json");
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, params ReadOnlySpan<string> types)
    {
        var best = 0.0;
        foreach (var range in accepted)
        {
            foreach (var type in types)
            {
                if (range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
                    best = Math.Max(best, range.Quality ?? 1);
            }
        }

        return best;
    }
}
