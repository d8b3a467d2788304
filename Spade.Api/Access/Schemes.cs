namespace Spade.Api.Access;

/// <summary>Names of the authentication schemes.</summary>
internal static class Schemes
{
    /// <summary>The default: passes each request to the scheme of the credentials that it has.</summary>
    public const string Any = "Any";

    /// <summary><c>Authorization: Bearer spade_…</c>. It answers every challenge, too.</summary>
    public const string Key = "Key";

    /// <summary><c>Authorization: Bearer</c> and a token of the configured issuer.</summary>
    public const string Jwt = "Jwt";

    /// <summary>The session of the page at <c>/</c>, for requests without <c>Authorization</c>.</summary>
    public const string Cookie = "Cookie";

    /// <summary>No credentials, while there is no key: only connections of this machine.</summary>
    public const string Open = "Open";
}
