using System.Security.Claims;
using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>The claims that make a <see cref="Caller"/>, the same for every scheme.</summary>
internal static class CallerClaims
{
    /// <summary>The caller's tenant.</summary>
    public const string Tenant = "tenant";

    /// <summary>Prefix of the key, or subject of the token.</summary>
    public const string Prefix = "prefix";

    /// <summary>One of <see cref="KeyScopes"/>; a claim for each.</summary>
    public const string Scope = "scope";

    /// <summary>The identity of a verified key, for the scheme that verified it.</summary>
    public static ClaimsPrincipal PrincipalOf(VerifiedKey key, string scheme) => PrincipalOf(key.Tenant, key.Prefix, key.Scopes, scheme);

    /// <summary>The identity of a caller, for the scheme that found it out.</summary>
    public static ClaimsPrincipal PrincipalOf(string tenant, string? id, IEnumerable<string> scopes, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, nameType: Prefix, roleType: Scope);
        identity.AddClaim(new Claim(Tenant, tenant));
        if (id is not null)
            identity.AddClaim(new Claim(Prefix, id));
        foreach (var scope in scopes)
            identity.AddClaim(new Claim(Scope, scope));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The caller that an identity describes; null when it has no tenant, so for requests without credentials.</summary>
    public static Caller? CallerOf(ClaimsPrincipal principal) => principal.FindFirst(Tenant) is { } tenant
        ? new Caller(tenant.Value, principal.FindFirst(Prefix)?.Value, [.. principal.FindAll(Scope).Select(scope => scope.Value)])
        : null;
}
