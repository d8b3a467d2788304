using Spade.Documents.Keys;
using Spade.Documents.Tenants;

namespace Spade.Api.Access;

/// <summary>Who sent a request.</summary>
/// <param name="Tenant">Owner of what the request stores and reads.</param>
/// <param name="Id">Prefix of the key, or subject of the token; null while no key is needed.</param>
/// <param name="Scopes">What the caller may do, see <see cref="KeyScopes"/>.</param>
internal sealed record Caller(string Tenant, string? Id, IReadOnlyCollection<string> Scopes)
{
    /// <summary>The caller of every request while there is no key: the service then listens on this machine only.</summary>
    public static Caller Local { get; } = new(TenantName.Default, null, KeyScopes.All);

    /// <summary>True when the caller may do what <paramref name="scope"/> allows.</summary>
    public bool Has(string scope) => Scopes.Contains(scope);
}
