using Microsoft.AspNetCore.Authentication.Cookies;
using Spade.Api.Access;

namespace Spade.Api.Sessions;

/// <summary>The session's cookie, for requests whose answer depends on who asks. The page and its files are everyone's: they are served
/// without a look at the session, and so without the database.</summary>
internal sealed class SessionCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>True when the endpoint needs to know the caller.</summary>
    public static bool AreReadFor(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<RequiredScope>() is { Scope: not null } || metadata.GetMetadata<SessionEndpoint>() is not null);

    public string? GetRequestCookie(HttpContext context, string key) =>
        AreReadFor(context) ? _cookies.GetRequestCookie(context, key) : null;

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, key, value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, key, options);
}

/// <summary>Marks the endpoints of the session itself.</summary>
/// <param name="ChecksAntiforgery">True when the anti-forgery token is checked without a session, too.</param>
internal sealed record SessionEndpoint(bool ChecksAntiforgery);
