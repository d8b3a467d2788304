namespace Spade.Api.Access;

/// <summary>Names of what spans and log lines say about the caller of a request.</summary>
internal static class AccessTelemetry
{
    /// <summary>The caller's tenant.</summary>
    public const string Tenant = "spade.tenant";

    /// <summary>Prefix of the key, or subject of the token.</summary>
    public const string Caller = "spade.caller";

    /// <summary>The value of <see cref="Caller"/> while there is no key.</summary>
    public const string NoKey = "none";
}
