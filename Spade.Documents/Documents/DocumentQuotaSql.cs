namespace Spade.Documents.Documents;

/// <summary>The statements that hold a tenant to its quotas. They find their rows by <c>tenant_usage_pkey (tenant, day)</c>,
/// <c>documents_tenant_status_newest</c> and <c>jobs_pkey (id)</c>. Days are those of UTC, by the database's clock.</summary>
internal static class DocumentQuotaSql
{
    /// <summary>$1 tenant, $2 bytes. Holds a lock of the tenant, and the row of its use, until the end of the transaction. The row alone
    /// would not do: two transactions that began on both sides of midnight have rows of their own, and would not see each other's
    /// documents. The lock's first number is "use" in ASCII.</summary>
    internal const string Charge =
        """
        WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(7697253, hashtext($1)))
        INSERT INTO tenant_usage AS usage (tenant, day, bytes) SELECT $1, (now() AT TIME ZONE 'UTC')::date, $2 FROM held
        ON CONFLICT (tenant, day) DO UPDATE SET bytes = usage.bytes + excluded.bytes
        """;

    /// <summary>$1 tenant, $2 the most unfinished documents to count. Bytes and pages of today, unfinished documents, their pages that have
    /// not been read, and the seconds until midnight. A document that was left behind waits for nothing.</summary>
    internal const string Use =
        """
        SELECT coalesce(usage.bytes, 0), coalesce(usage.pages, 0), unfinished.documents, unfinished.pages,
               extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day' - now() AT TIME ZONE 'UTC')::float8
        FROM (
            SELECT count(*) AS documents, coalesce(sum(greatest(coalesce(pages_total, 1) - pages_done, 0)), 0)::bigint AS pages
            FROM (
                SELECT pages_total, pages_done FROM documents
                WHERE tenant = $1 AND status IN ('queued', 'running') AND EXISTS (
                    SELECT FROM jobs WHERE jobs.id = documents.job_id AND jobs.state IN ('created', 'retry', 'active'))
                LIMIT (SELECT $2)) AS counted) AS unfinished
        LEFT JOIN tenant_usage AS usage ON usage.tenant = $1 AND usage.day = (now() AT TIME ZONE 'UTC')::date
        """;
}
