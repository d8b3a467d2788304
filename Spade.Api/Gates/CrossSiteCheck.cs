using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Rejects requests that change something and that a page of another site has sent. A browser sends forms and simple requests
/// anywhere, and only keeps the answers from the page. There is no CORS, so no other site can read an answer either.</summary>
internal static partial class CrossSiteCheck
{
    /// <summary>Checks every request whose method may change something.</summary>
    public static IApplicationBuilder UseCrossSiteCheck(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CrossSiteCheck));
        return app.Use((context, next) =>
            SafeMethods.Contains(context.Request.Method) || SenderOf(context.Request) is not { } sender
                ? next(context)
                : RejectAsync(context, sender, logger));
    }

    /// <summary>The header by which a browser says that another site sent the request; null when none does.</summary>
    private static string? SenderOf(HttpRequest request)
    {
        // Browsers send it to secure addresses and to loopback. A person's own action, such as a reload, is "none".
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none" ? null : $"Sec-Fetch-Site: {site}";
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || IsOwn(origin, request.Host) ? null : $"Origin: {origin}";
    }

    // Without the scheme: a proxy in front may have ended TLS.
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && from.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && from.Port == (host.Port ?? (from.Scheme == Uri.UriSchemeHttps ? 443 : 80));

    private static Task RejectAsync(HttpContext context, string sender, ILogger logger)
    {
        var problem = ApiProblems.CrossSite(sender);
        Log.Rejected(logger, context.Request.Method, context.Request.Path, problem.Detail);
        return problem.ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(2502, LogLevel.Information, "Answered 403 to {Method} {Path}: {Reason}")]
        public static partial void Rejected(ILogger logger, string method, string path, string reason);
    }
}
