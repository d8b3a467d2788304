namespace Spade.Api.Sessions;

/// <summary>A cookie that scripts cannot read and that no other site's pages make a browser send.</summary>
internal sealed class SessionCookie : CookieBuilder
{
    public SessionCookie(string name)
    {
        Name = name;
        Path = "/";
        HttpOnly = true;
        SameSite = SameSiteMode.Strict;
        IsEssential = true;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = IsSecure(context.Request);
        return options;
    }

    // A proxy may end TLS. What a client makes of these headers changes only its own cookie.
    private static bool IsSecure(HttpRequest request) =>
        request.IsHttps
        || request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase);
}
