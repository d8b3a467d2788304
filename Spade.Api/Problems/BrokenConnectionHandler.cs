using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace Spade.Api.Problems;

/// <summary>Ends a request whose client disconnected while its body was read. Not an error of the service, and not logged as one.</summary>
internal sealed partial class BrokenConnectionHandler(ILogger<BrokenConnectionHandler> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (ConnectionResetException or ConnectionAbortedException))
            return ValueTask.FromResult(false);
        Log.ClientWentAway(logger, context.Request.Method, context.Request.Path);
        context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        // Otherwise Kestrel goes on to read the rest of the body and logs the broken connection as an error.
        context.Abort();
        return ValueTask.FromResult(true);
    }

    private static partial class Log
    {
        [LoggerMessage(2002, LogLevel.Information, "{Method} {Path} was not answered: its client broke the connection off")]
        public static partial void ClientWentAway(ILogger logger, string method, string path);
    }
}
