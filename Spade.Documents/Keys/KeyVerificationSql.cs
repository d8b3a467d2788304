namespace Spade.Documents.Keys;

/// <summary>The statements of every request with a key. The table's primary key is the prefix.</summary>
internal static class KeyVerificationSql
{
    /// <summary>$1 prefixes. The time that is left comes from the database's clock, because those of the replicas may differ.</summary>
    internal const string Find =
        """
        SELECT prefix, tenant, scopes, hash, revoked_at IS NOT NULL, expires_at, expires_at - now()
        FROM api_keys WHERE prefix = ANY ($1)
        """;

    /// <summary>Revoked and expired keys count: a service whose last key has expired must not open to everyone.</summary>
    internal const string Any = "SELECT EXISTS (SELECT FROM api_keys)";

    /// <summary>$1 prefixes. Each replica writes at most once a minute; the condition makes that true of all of them together, and keeps
    /// them from writing the same row side by side.</summary>
    internal const string Use =
        """
        UPDATE api_keys SET last_used_at = now()
        WHERE prefix IN (
            SELECT prefix FROM api_keys
            WHERE prefix = ANY ($1) AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            ORDER BY prefix FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>$1 prefix, $2 hash, $3 tenant, $4 scopes. Several processes may add it at once.</summary>
    internal const string AddAdministrator =
        """
        INSERT INTO api_keys (prefix, hash, name, tenant, scopes, created_by)
        VALUES ($1, $2, 'administrator', $3, $4, 'configuration')
        ON CONFLICT (prefix) DO NOTHING
        """;
}
