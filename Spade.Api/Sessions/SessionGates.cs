using Microsoft.AspNetCore.Antiforgery;
using Spade.Api.Access;
using Spade.Api.Problems;
using Spade.Jobs.Schema;

namespace Spade.Api.Sessions;

/// <summary>What stands before and behind authentication for requests of signed-in browsers.</summary>
internal static class SessionGates
{
    /// <summary>Has the key ring read before a cookie is. Call it before authentication.</summary>
    public static IApplicationBuilder UseKeyRing(this IApplicationBuilder app)
    {
        var schema = app.ApplicationServices.GetRequiredService<SchemaGate>();
        var access = app.ApplicationServices.GetRequiredService<AccessMode>();
        return app.Use(async (context, next) =>
        {
            if (!NeedsKeyRing(context))
            {
                await next(context);
            }
            else if (schema.IsOpen && access.IsKnown)
            {
                await context.RequestServices.GetRequiredService<KeyRing>().OpenAsync(context.RequestAborted);
                await next(context);
            }
            else
            {
                await ApiProblems.Starting().ExecuteAsync(context);
            }
        });
    }

    /// <summary>Rejects requests that change something and have a session, but no anti-forgery token of it. Call it after
    /// authentication.</summary>
    public static IApplicationBuilder UseAntiforgeryCheck(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!NeedsToken(context) || await HasTokenAsync(context))
            await next(context);
        else
            await ApiProblems.Antiforgery().ExecuteAsync(context);
    });

    private static bool NeedsKeyRing(HttpContext context) =>
        SessionCookies.AreReadFor(context)
        && (context.Request.Cookies.ContainsKey(SessionRegistration.CookieName)
            || context.GetEndpoint()?.Metadata.GetMetadata<SessionEndpoint>() is not null);

    private static bool NeedsToken(HttpContext context) =>
        !SafeMethods.Contains(context.Request.Method)
        && (context.User.Identity is { IsAuthenticated: true, AuthenticationType: Schemes.Cookie }
            || context.GetEndpoint()?.Metadata.GetMetadata<SessionEndpoint>() is { ChecksAntiforgery: true });

    private static Task<bool> HasTokenAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
}
