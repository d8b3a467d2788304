using Spade.Api.Problems;

namespace Spade.Api.Gates;

/// <summary>Rejects requests whose <c>Host</c> header is no name of this service. A page of another site can have its own name lead to
/// this machine (DNS rebinding); the browser then takes the service for a part of that site, and only this header tells.</summary>
internal static partial class HostCheck
{
    /// <summary>Checks every request but those of probes and monitors, which ask by address.</summary>
    public static IApplicationBuilder UseHostCheck(this IApplicationBuilder app)
    {
        var names = app.ApplicationServices.GetRequiredService<HostNames>();
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HostCheck));
        return app.Use((context, next) =>
            IsProbe(context.Request.Path) || names.Contains(context.Request.Host) ? next(context) : RejectAsync(context, logger));
    }

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");

    private static Task RejectAsync(HttpContext context, ILogger logger)
    {
        var problem = ApiProblems.ForeignHost(context.Request.Host.Value ?? "");
        Log.Rejected(logger, context.Request.Method, problem.Detail);
        return problem.ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Information, "Answered 403 to {Method}: {Reason}")]
        public static partial void Rejected(ILogger logger, string method, string reason);
    }
}
