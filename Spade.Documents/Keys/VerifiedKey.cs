namespace Spade.Documents.Keys;

/// <summary>A key that is neither revoked nor expired.</summary>
/// <param name="Prefix">Names the key.</param>
/// <param name="Tenant">Owner of what is stored and read with it.</param>
/// <param name="Scopes">What it allows, see <see cref="KeyScopes"/>.</param>
/// <param name="ExpiresAt">From when on it is refused; null for never.</param>
public sealed record VerifiedKey(string Prefix, string Tenant, IReadOnlyCollection<string> Scopes, DateTimeOffset? ExpiresAt);
