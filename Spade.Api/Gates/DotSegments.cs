using Microsoft.AspNetCore.Http.Features;
using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Refuses <c>/documents/../queues</c> and its encoded forms. Kestrel takes such segments out before anything is routed; an Ingress
/// that does not judges the path that it sees, and would let everything through behind a public prefix.</summary>
internal static class DotSegments
{
    public static IApplicationBuilder UseDotSegmentCheck(this IApplicationBuilder app) => app.Use((context, next) =>
        AreIn(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)
            ? ApiProblems.DotSegments().ExecuteAsync(context)
            : next(context));

    private static bool AreIn(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        // A backslash or an encoded slash is a slash to somebody on the way.
        var path = (end < 0 ? target : target[..end]).Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/')
            .Replace("%5c", "/", StringComparison.OrdinalIgnoreCase);
        return path.Split('/').Select(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase)).Any(segment => segment is "." or "..");
    }
}
