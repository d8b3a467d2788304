using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Spade.Shutdown.Requests;

/// <summary>Counts requests in and out, so that a stop knows what it has to wait for. First in the pipeline.</summary>
internal sealed class RequestTracking(OpenRequests requests, TimeProvider time) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(next => context => TrackAsync(context, next));
        next(app);
    };

    private Task TrackAsync(HttpContext context, RequestDelegate next)
    {
        var response = context.Response;
        if (context.Features.Get<OpenConnection>() is { } connection)
        {
            connection.RequestBegins();
            response.OnCompleted(static state => End(((OpenConnection)state).RequestEnds), connection);
        }
        if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            var request = new OpenRequest(context, time.GetTimestamp());
            requests.Add(request);
            // Not when the handler returns: a slow client may still be reading the last bytes of the response.
            response.OnCompleted(() => End(() => requests.Remove(request)));
        }
        return next(context);
    }

    private static Task End(Action end)
    {
        end();
        return Task.CompletedTask;
    }
}
