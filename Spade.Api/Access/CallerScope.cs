using Microsoft.AspNetCore.Http.Features;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Access;

/// <summary>The caller of a request, and the documents that the request may see.</summary>
internal static class CallerScope
{
    /// <summary>Sets the caller and the <see cref="TenantScope"/> of every request before an endpoint runs, and puts both on its span and
    /// on every log line of it. A request without a caller has neither, so that what reads documents fails.</summary>
    public static IApplicationBuilder UseCallerScope(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CallerScope));
        return app.Use((context, next) =>
            CallerClaims.CallerOf(context.User) is { } caller ? RunAsync(context, next, caller, logger) : next(context));
    }

    /// <summary>Who sent this request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is for anyone, and the request has no caller.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This request has no caller.");

    private static async Task RunAsync(HttpContext context, RequestDelegate next, Caller caller, ILogger logger)
    {
        context.Features.Set(caller);
        context.RequestServices.GetRequiredService<TenantScope>().Set(caller.Tenant, seesAll: caller.Has(KeyScopes.Operate));
        KeyValuePair<string, object?>[] names =
            [new(AccessTelemetry.Tenant, caller.Tenant), new(AccessTelemetry.Caller, caller.Id ?? AccessTelemetry.NoKey)];
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            Array.ForEach(names, name => span.SetTag(name.Key, name.Value));
        using var scope = logger.BeginScope(names);
        await next(context);
    }
}
