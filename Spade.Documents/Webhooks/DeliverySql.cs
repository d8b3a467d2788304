namespace Spade.Documents.Webhooks;

/// <summary>The statements about deliveries. They find their rows by <c>webhook_deliveries_pkey (id)</c> and
/// <c>webhook_attempts_pkey (delivery_id, number)</c>; lists by the indexes that <see cref="List"/> names, and those that
/// have to do with jobs by <c>webhook_deliveries_job (job_id)</c>, which has only deliveries that are pending.</summary>
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

    /// <summary>Workers that may be killed in attempts of a delivery: those of four jobs. Then it may be the event that kills
    /// them.</summary>
    private const string MostKilledAttempts = "20";

    private const string HasNoJob =
        "NOT EXISTS (SELECT FROM jobs WHERE jobs.id = delivery.job_id AND jobs.state IN ('created', 'retry', 'active'))";

    /// <summary>A list, newest first. $1 state, $2 document, $3 time and $4 id of the last delivery of the page before, $5 limit,
    /// $6 tenant. Only the conditions that are asked for are in the text: with <c>$1 IS NULL OR …</c>, a plan that is kept could use none
    /// of the indexes <c>webhook_deliveries_newest (tenant, created_at, id)</c>, <c>…_tenant_state (tenant, state, created_at, id)</c>,
    /// <c>…_state (state, id)</c> and <c>…_document (document_id)</c>. Those of all tenants come in the order of ids, which grow with
    /// time.</summary>
    internal static string List(bool byState, bool byDocument, bool isNextPage, bool ofTenant)
    {
        List<string> conditions = [];
        if (byState)
            conditions.Add("delivery.state = $1");
        if (byDocument)
            conditions.Add("delivery.document_id = $2");
        if (isNextPage)
            conditions.Add(ofTenant ? "(delivery.created_at, delivery.id) < ($3, $4)" : "delivery.id < $4");
        if (ofTenant)
            conditions.Add("delivery.tenant = $6");
        return
            $"""
            {Columns}
            FROM webhook_deliveries AS delivery
            {(conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}")}
            ORDER BY {(ofTenant ? "delivery.created_at DESC, " : "")}delivery.id DESC
            LIMIT $5
            """;
    }

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

    /// <summary>$1 delivery. False for one that is to be sent and has no job that does it. A statement of its own after <see cref="Hold"/>:
    /// one that waits for the lock would not see the job that the request before has added.</summary>
    internal const string IsUnderWay =
        $"SELECT EXISTS (SELECT FROM webhook_deliveries AS delivery WHERE id = $1 AND state = 'pending' AND NOT {HasNoJob})";

    /// <summary>$1 deliveries. Those that are pending and have no job that waits or runs. A statement of its own after one that locks their
    /// rows, for the same reason.</summary>
    internal const string StillWithoutJob =
        $"SELECT id, tenant FROM webhook_deliveries AS delivery WHERE id = ANY ($1) AND state = 'pending' AND {HasNoJob}";

    /// <summary>$1 document. What the trigger <c>documents_ended</c> has written in this transaction. Locks the rows.</summary>
    internal const string OfDocument =
        """
        SELECT id, tenant FROM webhook_deliveries
        WHERE document_id = $1 AND job_id IS NULL AND state = 'pending'
        FOR UPDATE SKIP LOCKED
        """;

    /// <summary>$1 job. Its delivery, unless too many workers were killed in attempts of it. Locks the row.</summary>
    internal const string OfJob =
        $"""
        SELECT id, tenant FROM webhook_deliveries AS delivery
        WHERE job_id = $1 AND state = 'pending'
          AND (SELECT count(*) FROM webhook_attempts
               WHERE delivery_id = delivery.id AND duration_ms = 0 AND status IS NULL) < {MostKilledAttempts}
        FOR UPDATE
        """;

    /// <summary>$1 limit. Deliveries that never had a job. Locks the rows.</summary>
    internal const string WithoutJob =
        """
        SELECT id FROM webhook_deliveries WHERE job_id IS NULL AND state = 'pending' LIMIT $1 FOR UPDATE SKIP LOCKED
        """;

    /// <summary>$1 limit. Deliveries whose job ended without them, or was removed. Reads every pending delivery. Locks the rows.</summary>
    internal const string WithEndedJob =
        $"""
        SELECT id FROM webhook_deliveries AS delivery WHERE job_id IS NOT NULL AND state = 'pending' AND {HasNoJob}
        LIMIT $1
        FOR UPDATE SKIP LOCKED
        """;

    /// <summary>$1 delivery, $2 its job.</summary>
    internal const string SetJob = "UPDATE webhook_deliveries SET job_id = $2 WHERE id = $1";

    /// <summary>$1 delivery, $2 its new job.</summary>
    internal const string SendAgain = "UPDATE webhook_deliveries SET state = 'pending', ended_at = NULL, job_id = $2 WHERE id = $1";

    /// <summary>$1 delivery.</summary>
    internal const string Outgoing =
        """
        SELECT delivery.tenant, delivery.url, delivery.payload, tenant.webhook_secret, delivery.is_callback
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

    /// <summary>$1 job, $2 state. For jobs that no version can read.</summary>
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
