using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>Chooses the scheme of a request by the credentials that it has. Credentials that are given are verified, in every
/// mode.</summary>
internal sealed class SchemeSelector(AccessMode mode, IOptions<AuthenticationOptions> schemes)
{
    private readonly bool _hasJwt = schemes.Value.SchemeMap.ContainsKey(Schemes.Jwt);
    private readonly bool _hasCookie = schemes.Value.SchemeMap.ContainsKey(Schemes.Cookie);

    /// <summary>The scheme's name.</summary>
    public string Select(HttpContext context) =>
        BearerToken.IsGiven(context.Request) ? OfHeader(context)
        : mode.IsOpen ? Schemes.Open
        : _hasCookie ? Schemes.Cookie
        : Schemes.Key;

    private string OfHeader(HttpContext context)
    {
        var isToken = _hasJwt && context.GetRequiredScope() != RequiredScope.None
            && BearerToken.Of(context.Request) is { } token && !token.StartsWith(KeyText.Marker, StringComparison.Ordinal);
        return isToken ? Schemes.Jwt : Schemes.Key;
    }
}
