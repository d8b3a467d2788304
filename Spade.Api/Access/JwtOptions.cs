namespace Spade.Api.Access;

/// <summary>Tokens of an OpenID Connect issuer, beside keys. Section <c>Authentication:Jwt</c>. With an issuer the API needs no key to
/// answer outside this machine.</summary>
internal sealed class JwtOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Authentication:Jwt";

    /// <summary>The issuer's address. Its keys are read from the document at <c>/.well-known/openid-configuration</c> below it. Default
    /// empty: no tokens are accepted.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What <c>aud</c> of a token must hold: the name of this service at the issuer. No default; required with an
    /// authority.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim that names the tenant. Default <c>tenant</c>. A token without it, or with several, is refused.</summary>
    public string TenantClaim { get; set; } = CallerClaims.Tenant;

    /// <summary>The claim with the scopes, as words separated by spaces or as an array. Default <c>scope</c>. Words that are no scopes of
    /// this service are ignored.</summary>
    public string ScopeClaim { get; set; } = CallerClaims.Scope;

    /// <summary>The claim that names the caller in logs and documents. Default <c>sub</c>. A token without it is refused.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>How far the issuer's clock may be from this one's. Default 30 s, at most 5 minutes; a token is accepted for this much
    /// longer.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for the issuer's answer, when its keys are read. Default 5 s, at most a minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>False allows an issuer without TLS, which another machine could pose as. Default true.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>True when tokens are accepted.</summary>
    public bool IsConfigured => Authority.Length > 0;
}
