namespace Spade.Documents.Tenants;

/// <summary>The statement that reads what is set for tenants. It reads all of <c>tenants</c>: a small row for each tenant for which
/// something is set.</summary>
internal static class TenantSql
{
    /// <summary>$1-$4 the defaults. The quotas of each tenant for which something is set.</summary>
    internal const string Quotas =
        """
        SELECT name, coalesce(requests_per_second, $1), coalesce(bytes_per_day, $2), coalesce(pages_per_day, $3), coalesce(max_queued, $4)
        FROM tenants
        """;
}
