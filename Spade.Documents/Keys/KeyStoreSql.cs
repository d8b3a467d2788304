namespace Spade.Documents.Keys;

/// <summary>The statements by which keys are added, listed and revoked. They find one key by <c>api_keys_pkey (prefix)</c>; the others read
/// the whole table, which has a few hundred rows.</summary>
internal static class KeyStoreSql
{
    /// <summary>The condition of a key that is accepted now.</summary>
    private const string IsActive = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())";

    private const string IsAdministrator = $"'{KeyScopes.Operate}' = ANY (scopes) AND {IsActive}";

    private const string State =
        "CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END";

    private const string Columns =
        $"prefix, name, tenant, scopes, {State}, created_at, created_by, expires_at, revoked_at, last_used_at";

    /// <summary>$1 prefix, $2 hash, $3 name, $4 tenant, $5 scopes, $6 added by, $7 days until it expires or null. No row when the prefix
    /// was given before.</summary>
    internal const string Add =
        $"""
        INSERT INTO api_keys (prefix, hash, name, tenant, scopes, created_by, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))
        ON CONFLICT (prefix) DO NOTHING
        RETURNING {Columns}
        """;

    /// <summary>$1 tenant or null for all, $2 state or null for all, $3 most rows. Newest first.</summary>
    internal const string List =
        $"""
        SELECT {Columns} FROM api_keys
        WHERE ($1 IS NULL OR tenant = $1) AND ($2 IS NULL OR {State} = $2)
        ORDER BY created_at DESC, prefix
        LIMIT $3
        """;

    /// <summary>True when a key that is accepted has the scope to administer.</summary>
    internal const string HasAdministrator = $"SELECT EXISTS (SELECT FROM api_keys WHERE {IsAdministrator})";

    /// <summary>$1 lock. One revocation at a time: of two at once, each would leave the other's key as the last administrator's. A lock of
    /// its own and not of the rows, because last uses are written to them.</summary>
    internal const string Lock = "SELECT pg_advisory_xact_lock($1)";

    /// <summary>$1 prefix. Safe to repeat. No row when there is no such key or it is the last administrator's.</summary>
    internal const string Revoke =
        $"""
        UPDATE api_keys SET revoked_at = coalesce(revoked_at, now())
        WHERE prefix = $1
          AND (NOT ({IsAdministrator}) OR EXISTS (SELECT FROM api_keys WHERE prefix <> $1 AND {IsAdministrator}))
        RETURNING {Columns}
        """;

    /// <summary>$1 prefix.</summary>
    internal const string Exists = "SELECT EXISTS (SELECT FROM api_keys WHERE prefix = $1)";
}
