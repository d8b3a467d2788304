using Microsoft.AspNetCore.Http.Features;
using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Rejects <c>/documents/../queues</c> and its encoded forms. Kestrel removes such segments before routing. An Ingress may not:
/// it would match the public prefix and let the request through to a path that is not public.</summary>
internal static class DotSegments
{
    public static IApplicationBuilder UseDotSegmentCheck(this IApplicationBuilder app) => app.Use((context, next) =>
        Contains(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)
            ? ApiProblems.DotSegments().ExecuteAsync(context)
            : next(context));

    private static bool Contains(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        // Some proxies treat a backslash or an encoded slash as a slash.
        var path = (end < 0 ? target : target[..end])
            .Replace("%2f", "/", StringComparison.OrdinalIgnoreCase)
            .Replace("%5c", "/", StringComparison.OrdinalIgnoreCase)
            .Replace('\\', '/');
        return path.Split('/').Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");
    }
}
