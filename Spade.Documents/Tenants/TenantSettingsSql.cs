namespace Spade.Documents.Tenants;

/// <summary>The statements behind <see cref="TenantSettingsStore"/>, for an operator's requests. They find rows by <c>tenants_pkey</c> and
/// <c>tenant_usage_pkey</c>, and read the small table of keys as a whole.</summary>
internal static class TenantSettingsSql
{
    private const string IsActive = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())";

    /// <summary>A tenant is known by its settings or by its keys.</summary>
    private const string Select =
        $"""
        SELECT known.name, requests_per_second, bytes_per_day, pages_per_day, max_queued, webhook_url,
               (SELECT count(*) FROM api_keys WHERE tenant = known.name AND {IsActive}),
               coalesce(today.bytes, 0), coalesce(today.pages, 0), created_at
        FROM (SELECT name FROM tenants UNION SELECT tenant FROM api_keys WHERE {IsActive}) AS known
             LEFT JOIN tenants ON tenants.name = known.name
             LEFT JOIN tenant_usage AS today ON today.tenant = known.name AND today.day = (now() AT TIME ZONE 'UTC')::date
        """;

    /// <summary>$1 name.</summary>
    internal const string Find = $"{Select} WHERE known.name = $1";

    /// <summary>$1 only names after this one, or null for all; $2 most rows. In the order of their names.</summary>
    internal const string List = $"{Select} WHERE $1 IS NULL OR known.name > $1 ORDER BY known.name LIMIT $2";

    /// <summary>$1 name, $2 requests per second, $3 bytes per day, $4 pages per day, $5 most queued. Safe to repeat. Returns whether the
    /// row is new.</summary>
    internal const string Save =
        """
        INSERT INTO tenants (name, requests_per_second, bytes_per_day, pages_per_day, max_queued) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (name) DO UPDATE
        SET requests_per_second = excluded.requests_per_second, bytes_per_day = excluded.bytes_per_day,
            pages_per_day = excluded.pages_per_day, max_queued = excluded.max_queued
        RETURNING xmax = 0
        """;

    /// <summary>$1 name. Deletes nothing while the tenant has a key that is accepted. Returns whether it has one and whether there was a
    /// row.</summary>
    internal const string Remove =
        $"""
        WITH active AS (
            SELECT EXISTS (SELECT FROM api_keys WHERE tenant = $1 AND {IsActive}) AS has_keys
        ), removed AS (
            DELETE FROM tenants USING active WHERE name = $1 AND NOT has_keys RETURNING name
        )
        SELECT has_keys, EXISTS (SELECT FROM removed) FROM active
        """;
}
