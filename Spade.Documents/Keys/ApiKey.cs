namespace Spade.Documents.Keys;

/// <summary>A row of <c>api_keys</c>. The key itself is not stored, only its hash.</summary>
internal sealed class ApiKey
{
    /// <summary>The first part of the key, <c>spade_</c> and eight characters. It names the key in lists, logs and documents, and is no
    /// secret.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key. A key has 256 random bits, so a slow hash would protect nothing more.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What it is for, as the person who added it put it.</summary>
    public required string Name { get; init; }
    public required string Tenant { get; init; }

    /// <summary>What it allows, see <see cref="KeyScopes"/>.</summary>
    public required string[] Scopes { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Prefix of the key, or the name of the command, that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to the minute; null before its first use.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
