using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Spade.ServiceDefaults;

/// <summary>Completes the server span that ASP.NET Core makes for each request: .NET 10 gives it method, path and address, but neither
/// route nor status nor a name that says something. Health requests are left out: there is one a second for ever.</summary>
internal sealed class ServerSpanFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(DescribeAsync);
        next(app);
    };

    private static async Task DescribeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { } span)
        {
            await next(context);
            return;
        }
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            LeaveOut(span);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            Describe(context, span, StatusCodes.Status500InternalServerError, exception);
            throw;
        }
        Describe(context, span, context.Response.StatusCode, context.Features.Get<IExceptionHandlerFeature>()?.Error);
    }

    private static void LeaveOut(Activity span)
    {
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.IsAllDataRequested = false;
    }

    private static void Describe(HttpContext context, Activity span, int status, Exception? error)
    {
        if (!span.IsAllDataRequested)
            return;
        if (error is not null)
            span.SetTag("error.type", error.GetType().FullName);
        span.SetTag("http.response.status_code", status);
        if (Route(context) is { } route)
        {
            span.SetTag("http.route", route);
            span.DisplayName = $"{context.Request.Method} {route}";
        }
        else
        {
            span.DisplayName = context.Request.Method;
        }
        // Only the server's own failures: a 404 is a correct answer.
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }

    // The exception handler takes the endpoint off the request and keeps it in its feature.
    private static string? Route(HttpContext context) =>
        ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText;
}
