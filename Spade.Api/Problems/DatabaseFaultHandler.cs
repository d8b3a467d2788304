using Microsoft.AspNetCore.Diagnostics;
using Spade.Jobs.Postgres;

namespace Spade.Api.Problems;

/// <summary>Answers 503 when the database is away, too slow or asks for a repeat, for whatever the request did with it.</summary>
internal sealed partial class DatabaseFaultHandler(ILogger<DatabaseFaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!DatabaseFaults.MayPass(exception))
            return false;
        Log.DatabaseAway(logger, context.Request.Method, context.Request.Path, exception.GetBaseException().Message);
        await ApiProblems.DatabaseUnavailable().ExecuteAsync(context);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "Answered 503 to {Method} {Path}: {Reason}")]
        public static partial void DatabaseAway(ILogger logger, string method, string path, string reason);
    }
}
