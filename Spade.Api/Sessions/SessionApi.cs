using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Spade.Api.Access;
using Spade.Api.Problems;
using Spade.Documents.Keys;

namespace Spade.Api.Sessions;

/// <summary>The session of a browser: signing in with a key, who is signed in, signing out.</summary>
internal static partial class SessionApi
{
    private const string Path = "/site/session";

    /// <summary>A key in JSON, and room for spaces.</summary>
    private const int LargestBody = 1024;

    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("").AllowAnyone().ExcludeFromDescription();
        session.MapGet(Path, Read).WithMetadata(new SessionEndpoint(ChecksAntiforgery: false));
        session.MapPost(Path, SignInAsync).WithMetadata(
            new SessionEndpoint(ChecksAntiforgery: true), new RequestSizeLimitAttribute(LargestBody));
        session.MapDelete(Path, SignOutAsync).WithMetadata(new SessionEndpoint(ChecksAntiforgery: false));
        return app;
    }

    private static Ok<SessionResponse> Read(HttpContext context, IAntiforgery antiforgery)
    {
        if (context.User.Identity?.AuthenticationType != Schemes.Open)
            return TypedResults.Ok(Describe(context, antiforgery));
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SessionResponse(IsOpen: true, Caller: null, AntiforgeryToken: null));
    }

    private static async Task<Results<Ok<SessionResponse>, ApiProblem>> SignInAsync(
        SignIn signIn, HttpContext context, [FromServices] IKeyVerifier keys, IAntiforgery antiforgery, IOptions<SessionOptions> options,
        TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger(typeof(SessionApi));
        if (await keys.VerifyAsync(signIn.Key?.Trim() ?? "", cancellationToken) is not { } key)
        {
            Log.Refused(logger);
            // HTTP asks for it on every 401; a browser shows no window of its own for this scheme.
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return ApiProblems.KeyRefused("It is incomplete, wrong, revoked or expired. Paste the whole key; it begins with spade_.");
        }

        var until = time.GetUtcNow() + options.Value.SessionLifetime;
        context.User = CallerClaims.PrincipalOf(key, Schemes.Cookie);
        await context.SignInAsync(Schemes.Cookie, context.User, new AuthenticationProperties
        {
            ExpiresUtc = key.ExpiresAt < until ? key.ExpiresAt : until,
        });
        Log.SignedIn(logger, key.Prefix, key.Tenant);
        return TypedResults.Ok(Describe(context, antiforgery));
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, ILoggerFactory loggers)
    {
        if (CallerClaims.CallerOf(context.User) is { Id: { } id } caller)
            Log.SignedOut(loggers.CreateLogger(typeof(SessionApi)), id, caller.Tenant);
        await context.SignOutAsync(Schemes.Cookie);
        return TypedResults.NoContent();
    }

    // A token belongs to the caller, so that one of before the sign-in does not hold after it.
    private static SessionResponse Describe(HttpContext context, IAntiforgery antiforgery) => new(
        IsOpen: false, SessionCaller.From(CallerClaims.CallerOf(context.User)), antiforgery.GetAndStoreTokens(context).RequestToken);

    private static partial class Log
    {
        [LoggerMessage(2511, LogLevel.Information, "{Caller} of tenant {Tenant} signed in at the page")]
        public static partial void SignedIn(ILogger logger, string caller, string tenant);

        [LoggerMessage(2512, LogLevel.Information, "{Caller} of tenant {Tenant} signed out of the page")]
        public static partial void SignedOut(ILogger logger, string caller, string tenant);

        [LoggerMessage(2513, LogLevel.Information, "A sign-in at the page had no valid key")]
        public static partial void Refused(ILogger logger);
    }
}
