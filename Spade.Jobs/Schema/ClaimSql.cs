namespace Spade.Jobs.Schema;

/// <summary>The statements that find due jobs and claim them, all by the index <c>jobs_claim</c> or, for jobs in quarantine, by
/// <c>jobs_suspect</c>; see <see cref="JobsSchema"/>. They go behind <see cref="JobSql.KeepToIndexes"/>.</summary>
internal static class ClaimSql
{
    /// <summary>$1 queue, $2 node, $3 how many. A node that was declared lost claims nothing before its heartbeat took that back, and
    /// jobs in quarantine are claimed by <see cref="ClaimQuarantined"/> only.</summary>
    public static readonly string Claim = ClaimFrom(DueWhere($"crashes < {QuarantineRules.AloneAt}"));

    /// <summary>As <see cref="Claim"/>, but only at the priorities $4, and at each from $5 and $6 on (start_after and id): a window,
    /// because reading from the front again and again costs more with each entry that VACUUM cannot remove.</summary>
    public static readonly string ClaimWindowed = ClaimFrom(
        $"""
            SELECT job.ctid
            FROM (
                SELECT * FROM unnest((SELECT $4), (SELECT $5), (SELECT $6)) AS front (priority, start_after, id) ORDER BY priority DESC
            ) AS front,
                 LATERAL (
                     SELECT ctid FROM jobs
                     WHERE queue = $1 AND state IN ('created', 'retry') AND priority = front.priority
                       AND (start_after, id) > (front.start_after, front.id) AND start_after <= now()
                       AND crashes < {QuarantineRules.AloneAt}
                     ORDER BY start_after, id
                     LIMIT {Places}
                     FOR UPDATE SKIP LOCKED) AS job
            WHERE {MayClaim}
            LIMIT {Places}
        """);

    /// <summary>$1 queues, $2 due for (ms), $3 put off for (ms). The job that must run alone and has been due longest.</summary>
    public static readonly string TakeQuarantined =
        $"""
        UPDATE jobs SET start_after = now() + $3 * interval '1 millisecond'
        WHERE ctid = ANY (ARRAY (
            SELECT ctid FROM jobs
            WHERE queue = ANY ($1) AND {IsQuarantined} AND start_after <= now() - $2 * interval '1 millisecond' AND {IsNotPaused}
            ORDER BY start_after
            LIMIT 1
            FOR UPDATE SKIP LOCKED))
        RETURNING id, queue
        """;

    /// <summary>$1 id, $2 put off for (ms).</summary>
    public static readonly string KeepQuarantined =
        $"UPDATE jobs SET start_after = now() + $2 * interval '1 millisecond' WHERE id = $1 AND {IsQuarantined} AND {IsNotPaused}";

    /// <summary>$1 queue, $2 node, $3 id. As <see cref="Claim"/>, for a job that must run alone, however long it was put off.</summary>
    public static readonly string ClaimQuarantined = ClaimFrom(
        $"""
            SELECT ctid FROM jobs WHERE id = $3 AND queue = $1 AND {IsQuarantined} AND {MayClaim}
            FOR UPDATE SKIP LOCKED
        """,
        alsoSet: ", start_after = now()");

    /// <summary>$1 queues. Those that <see cref="Claim"/> would find something in: one statement for all queues of a node at
    /// rest.</summary>
    public static readonly string Due =
        $"""
        SELECT asked.queue FROM unnest((SELECT $1)) AS asked (queue)
        WHERE EXISTS (
            SELECT FROM jobs
            WHERE jobs.queue = asked.queue AND state IN ('created', 'retry') AND start_after <= now()
              AND crashes < {QuarantineRules.AloneAt}
            OFFSET 0)
          AND NOT EXISTS (SELECT FROM queues WHERE name = asked.queue AND paused)
        """;

    /// <summary>How many places there are, hidden from the planner in a SELECT, as arrays are above. A value that it knows makes each plan
    /// for it look cheaper than the one for any value, and every claim would be planned anew, which takes most of the time of running
    /// it.</summary>
    private const string Places = "(SELECT $3)";

    private const string MayClaim =
        "EXISTS (SELECT FROM nodes WHERE nodes.id = $2 AND lost_at IS NULL) AND NOT EXISTS (SELECT FROM queues WHERE name = $1 AND paused)";

    private const string IsNotPaused = "NOT EXISTS (SELECT FROM queues WHERE name = jobs.queue AND paused)";

    /// <summary>As the index jobs_suspect has it.</summary>
    private static string IsQuarantined => $"state = 'retry' AND crashes >= {QuarantineRules.AloneAt}";

    private static string DueWhere(string which) =>
        $"""
            SELECT ctid FROM jobs
            WHERE queue = $1 AND state IN ('created', 'retry') AND start_after <= now() AND {which} AND {MayClaim}
            ORDER BY priority DESC, start_after, id
            LIMIT {Places}
            FOR UPDATE SKIP LOCKED
        """;

    /// <summary>By row address, not by id: prepared, a join with a limit that the planner does not know became a scan of the whole table.
    /// The rows are locked, so their addresses stay.</summary>
    private static string ClaimFrom(string due, string alsoSet = "") =>
        $"""
        UPDATE jobs SET state = 'active', node_id = $2, fence = fence + 1, claimed_at = now(){alsoSet}
        WHERE ctid = ANY (ARRAY (
        {due}))
        RETURNING id, fence, payload::text, attempt, interruptions, crashes, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff,
                  timeout_ms, trace_parent, trace_state, extract(epoch FROM claimed_at - greatest(start_after, created_at))::float8,
                  priority, start_after, claimed_at
        """;
}
