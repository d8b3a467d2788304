namespace Spade.Documents.Tenants;

/// <summary>The statements about all tenants. They read whole tables: <c>tenants</c> has a small row for each tenant for which something is
/// set, <c>tenant_usage</c> one for each of its days.</summary>
internal static class TenantSql
{
    /// <summary>$1-$4 the defaults. The quotas of each tenant for which something is set.</summary>
    internal const string Quotas =
        """
        SELECT name, coalesce(requests_per_second, $1), coalesce(bytes_per_day, $2), coalesce(pages_per_day, $3), coalesce(max_queued, $4)
        FROM tenants
        """;

    /// <summary>$1 days. Removes the use of days that are longer ago.</summary>
    internal const string PruneUsage = "DELETE FROM tenant_usage WHERE day < (now() AT TIME ZONE 'UTC')::date - $1";
}
