namespace Spade.Documents.Webhooks;

/// <summary>The statements about deliveries. They find their rows by <c>webhook_deliveries_pkey (id)</c> and
/// <c>webhook_attempts_pkey (delivery_id, number)</c>; a tenant's list by <c>webhook_deliveries_newest</c>.</summary>
internal static class DeliverySql
{
    /// <summary>The columns that <c>DeliveryLog</c> reads. A job that waits says when the next attempt is due.</summary>
    private const string Columns =
        """
        SELECT delivery.id, delivery.tenant, delivery.document_id, delivery.type, delivery.url, delivery.state, delivery.created_at,
               delivery.ended_at,
               (SELECT count(*)::integer FROM webhook_attempts AS attempt WHERE attempt.delivery_id = delivery.id),
               (SELECT job.start_after FROM jobs AS job
                WHERE job.id = delivery.job_id AND job.state IN ('created', 'retry') AND delivery.state = 'pending')
        """;

    private const string Filters =
        """
        ($1::text IS NULL OR delivery.state = $1) AND ($2::text IS NULL OR delivery.document_id = $2)
        """;

    /// <summary>$1 state or null, $2 document or null, $3 time and $4 id of the last delivery of the page before or null, $5 limit,
    /// $6 tenant.</summary>
    internal const string ListOfTenant =
        $"""
        {Columns}
        FROM webhook_deliveries AS delivery
        WHERE {Filters} AND delivery.tenant = $6
          AND ($4::uuid IS NULL OR (delivery.created_at, delivery.id) < ($3, $4))
        ORDER BY delivery.created_at DESC, delivery.id DESC
        LIMIT $5
        """;

    /// <summary>$1 to $5 as those of <see cref="ListOfTenant"/>. In the order of ids, which grow with time and have an index.</summary>
    internal const string ListOfAll =
        $"""
        {Columns}
        FROM webhook_deliveries AS delivery
        WHERE {Filters} AND ($4::uuid IS NULL OR ($3::timestamptz IS NOT NULL AND delivery.id < $4))
        ORDER BY delivery.id DESC
        LIMIT $5
        """;

    /// <summary>$1 delivery, $2 tenant, or null for every tenant.</summary>
    internal const string Find =
        $"""
        {Columns}, delivery.payload
        FROM webhook_deliveries AS delivery
        WHERE delivery.id = $1 AND ($2::text IS NULL OR delivery.tenant = $2)
        """;

    /// <summary>$1 delivery.</summary>
    internal const string Attempts =
        "SELECT number, started_at, duration_ms, status, error FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number";

    /// <summary>$1 delivery, $2 tenant, or null for every tenant. Locks the row.</summary>
    internal const string Hold =
        "SELECT tenant FROM webhook_deliveries WHERE id = $1 AND ($2::text IS NULL OR tenant = $2) FOR UPDATE";

    /// <summary>$1 delivery. Whether a job works on it: a delivery whose failure could not be recorded is pending without one. A statement
    /// of its own after <see cref="Hold"/>: one that waits for the lock would not see the job that the request before has added.</summary>
    internal const string HasJob =
        """
        SELECT EXISTS (
            SELECT FROM webhook_deliveries AS delivery JOIN jobs AS job ON job.id = delivery.job_id
            WHERE delivery.id = $1 AND delivery.state = 'pending' AND job.state IN ('created', 'retry', 'active'))
        """;

    /// <summary>$1 delivery, $2 its new job.</summary>
    internal const string SendAgain = "UPDATE webhook_deliveries SET state = 'pending', ended_at = NULL, job_id = $2 WHERE id = $1";

    /// <summary>$1 delivery.</summary>
    internal const string Outgoing =
        """
        SELECT delivery.tenant, delivery.url, delivery.payload, tenant.webhook_secret
        FROM webhook_deliveries AS delivery LEFT JOIN tenants AS tenant ON tenant.name = delivery.tenant
        WHERE delivery.id = $1 AND delivery.state = 'pending'
        """;

    /// <summary>$1 delivery. One job works on a delivery at a time, so the next number is free.</summary>
    internal const string Begin =
        """
        INSERT INTO webhook_attempts (delivery_id, number, duration_ms, error)
        SELECT $1, coalesce(max(number), 0) + 1, 0, 'Its end is not known: it still runs, or its worker was killed.'
        FROM webhook_attempts WHERE delivery_id = $1
        RETURNING number
        """;

    /// <summary>$1 delivery, $2 number, $3 duration (ms), $4 status, $5 error.</summary>
    internal const string EndAttempt =
        "UPDATE webhook_attempts SET duration_ms = $3, status = $4, error = $5 WHERE delivery_id = $1 AND number = $2";

    /// <summary>$1 delivery, $2 state.</summary>
    internal const string End = "UPDATE webhook_deliveries SET state = $2, ended_at = now() WHERE id = $1 AND state = 'pending'";

    /// <summary>$1 job, $2 state. Reads the whole table, and is for jobs that no version can read.</summary>
    internal const string EndByJob =
        "UPDATE webhook_deliveries SET state = $2, ended_at = now() WHERE job_id = $1 AND state = 'pending'";

    /// <summary>$1 an id as old as what is to be removed, $2 age (ms), $3 limit. Ids grow with time, so old deliveries come
    /// first.</summary>
    internal const string Prune =
        """
        DELETE FROM webhook_deliveries WHERE id IN (
            SELECT id FROM webhook_deliveries
            WHERE id < $1 AND ended_at < now() - $2 * interval '1 millisecond'
            ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
        """;
}
