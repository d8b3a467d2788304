using System.Text.Json.Serialization;
using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Keys;

/// <summary>A key to add.</summary>
/// <param name="Name">What it is for, in 1 to 100 characters.</param>
/// <param name="Tenant">Its tenant, which begins with its first key; <c>default</c> when left out.</param>
/// <param name="Scopes">One or more of <c>documents:write</c>, <c>documents:read</c> and <c>operate</c>; the first two when left
/// out.</param>
/// <param name="ExpiresInDays">After how many days it is refused, 1 to 3650; never when left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AddKeyRequest(string? Name, string? Tenant = null, IReadOnlyList<string>? Scopes = null, int? ExpiresInDays = null)
{
    /// <summary>An example for the API's description.</summary>
    public static AddKeyRequest Example { get; } = new("scanner in room 4", "acme", [KeyScopes.Write, KeyScopes.Read], ExpiresInDays: 90);

    public NewKey ToNewKey() => new(Name ?? "", Tenant ?? TenantName.Default, Scopes ?? NewKey.UsualScopes, ExpiresInDays);
}
