namespace Spade.Documents.Keys;

/// <summary>What is known of a key. Its secret is stored nowhere, and its hash is not part of this.</summary>
public sealed record KeyDetails
{
    /// <summary>Names the key; no secret.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>Owner of what is stored and read with it.</summary>
    public required string Tenant { get; init; }

    /// <summary>What it allows, see <see cref="KeyScopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether it is accepted now, by the database's clock.</summary>
    public required KeyState State { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Prefix of the key, subject of the token, or name of the command that added it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to the minute; null before its first use.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
