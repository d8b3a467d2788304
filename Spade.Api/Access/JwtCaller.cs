using System.Security.Claims;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Access;

/// <summary>Reads a caller from the claims of a token that was verified.</summary>
internal static class JwtCaller
{
    /// <summary>Longest subject, which becomes part of log lines and documents: an address of an e-mail account has at most 254
    /// characters.</summary>
    private const int LongestSubject = 254;

    /// <summary>An identity with nothing but this service's own claims; null with a sentence about what the token lacks.</summary>
    public static (ClaimsPrincipal? Principal, string Error) Read(ClaimsPrincipal token, JwtOptions options)
    {
        string[] tenants = [.. token.FindAll(options.TenantClaim).Select(claim => claim.Value)];
        if (tenants is not [var tenant])
            return (null, $"The token has {tenants.Length} claims '{options.TenantClaim}'; it must name one tenant.");
        if (!TenantName.IsWellFormed(tenant))
            return (null, $"The token's claim '{options.TenantClaim}' names no tenant: {TenantName.Rule}.");
        if (token.FindFirst(options.SubjectClaim)?.Value is not { Length: > 0 and <= LongestSubject } subject
            || subject.Any(char.IsControl))
        {
            return (null, $"The token's claim '{options.SubjectClaim}' must name the caller, with 1 to {LongestSubject} characters.");
        }

        var words = token.FindAll(options.ScopeClaim).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (CallerClaims.PrincipalOf(tenant, subject, words.Intersect(KeyScopes.All), Schemes.Jwt), "");
    }
}
