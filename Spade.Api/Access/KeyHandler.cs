using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Spade.Api.Problems;
using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>The scheme <c>Key</c>. It also answers what no scheme let through, so that every refusal is a problem of this API.</summary>
internal sealed partial class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IKeyVerifier keys, AccessMode mode)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The answer to credentials that are not accepted.</summary>
    public static ApiProblem Refuse(HttpResponse response, string reason)
    {
        response.Headers.WWWAuthenticate = $"{BearerToken.Scheme} error=\"invalid_token\"";
        return ApiProblems.KeyRefused(reason);
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // What anyone may call answers while the database is away, whatever the request has with it.
        if (Context.GetRequiredScope() == RequiredScope.None || BearerToken.Of(Request) is not { } token)
            return AuthenticateResult.NoResult();
        if (await keys.VerifyAsync(token, Context.RequestAborted) is not { } key)
        {
            var name = KeyText.TryParse(token, out var text) ? $"The key {text.Prefix}" : "The key";
            return AuthenticateResult.Fail(new TokenRefusedException($"{name} is wrong, revoked or expired. Ask an operator for another."));
        }

        // It may be the first, made a moment ago.
        if (mode.IsOpen)
            mode.Close();
        return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.PrincipalOf(key, Schemes.Key), Schemes.Key));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Of the scheme that judged the credentials; it remembers its result.
        var answer = (await Context.AuthenticateAsync()).Failure switch
        {
            null => Ask(),
            IssuerAwayException away => Postpone(away),
            var failure => Refuse(failure),
        };
        await answer.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        // A route without a scope of its own is refused at the start.
        var scope = Context.GetRequiredScope()?.Scope ?? KeyScopes.Operate;
        var caller = CallerClaims.CallerOf(Context.User);
        Log.Forbidden(Logger, Request.Method, Request.Path, scope, caller?.Id, caller?.Tenant);
        Response.Headers.WWWAuthenticate = $"{BearerToken.Scheme} error=\"insufficient_scope\", scope=\"{scope}\"";
        return ApiProblems.MissingScope(scope, caller?.Scopes.ToArray() ?? []).ExecuteAsync(Context);
    }

    private ApiProblem Ask()
    {
        Response.Headers.WWWAuthenticate = BearerToken.Scheme;
        return ApiProblems.KeyRequired();
    }

    private ApiProblem Refuse(Exception failure)
    {
        var reason = failure is TokenRefusedException ? failure.Message : TokenFailure.Describe(failure);
        Log.Refused(Logger, Request.Method, Request.Path, reason);
        return Refuse(Response, reason);
    }

    private ApiProblem Postpone(IssuerAwayException away)
    {
        Log.IssuerAway(Logger, Request.Method, Request.Path, away.GetBaseException().Message);
        return ApiProblems.IssuerUnavailable();
    }

    private static partial class Log
    {
        [LoggerMessage(2204, LogLevel.Information, "Answered 401 to {Method} {Path}: {Reason}")]
        public static partial void Refused(ILogger logger, string method, string path, string reason);

        [LoggerMessage(2205, LogLevel.Information,
            "Answered 403 to {Method} {Path}: it needs {Scope}, which {Caller} of tenant {Tenant} lacks")]
        public static partial void Forbidden(ILogger logger, string method, string path, string scope, string? caller, string? tenant);

        [LoggerMessage(2206, LogLevel.Warning, "Answered 503 to {Method} {Path}: the issuer of tokens does not answer: {Reason}")]
        public static partial void IssuerAway(ILogger logger, string method, string path, string reason);
    }
}
