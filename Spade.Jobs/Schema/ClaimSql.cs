namespace Spade.Jobs.Schema;

/// <summary>The statements that find due jobs and claim them, all by the index <c>jobs_claim</c> or, for jobs in quarantine, by
/// <c>jobs_suspect</c>; see <see cref="JobsSchema"/>. They follow <see cref="JobSql.KeepToIndexes"/>.</summary>
internal static class ClaimSql
{
    /// <summary>$1 queue, $2 node, $3 limit. A node that was declared lost claims nothing until its heartbeat has registered it again, and
    /// jobs in quarantine are claimed only by <see cref="ClaimQuarantined"/>.</summary>
    public static readonly string Claim = ClaimFrom(DueWhere(IsOrdinary));

    /// <summary>As <see cref="Claim"/>, but only for the priorities $4, and for each from $5 and $6 on (start_after and id). Such a window
    /// avoids reading from the front, which costs more with each entry that VACUUM cannot remove.</summary>
    public static readonly string ClaimWindowed = ClaimFrom(WindowWhere(IsOrdinary));

    /// <summary>As <see cref="Claim"/>, for jobs without a group. Reads those with one too.</summary>
    public static readonly string ClaimUngrouped = ClaimFrom(DueWhere($"{IsOrdinary} AND group_name IS NULL"));

    /// <summary>As <see cref="ClaimWindowed"/>, for jobs without a group. Reads those with one too.</summary>
    public static readonly string ClaimUngroupedWindowed = ClaimFrom(WindowWhere($"{IsOrdinary} AND group_name IS NULL"));

    /// <summary>$1 queues, $2 due for (ms), $3 hidden for (ms). The job in quarantine that has been due longest.</summary>
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

    /// <summary>$1 id, $2 hidden for (ms).</summary>
    public static readonly string KeepQuarantined =
        $"UPDATE jobs SET start_after = now() + $2 * interval '1 millisecond' WHERE id = $1 AND {IsQuarantined} AND {IsNotPaused}";

    /// <summary>$1 queue, $2 node, $3 id. As <see cref="Claim"/>, for a job in quarantine, even while it is hidden.</summary>
    public static readonly string ClaimQuarantined = ClaimFrom(
        $"""
            SELECT ctid FROM jobs WHERE id = $3 AND queue = $1 AND {IsQuarantined} AND {MayClaim}
            FOR UPDATE SKIP LOCKED
        """,
        alsoSet: ", start_after = now()");

    /// <summary>$1 queues. The queues in which <see cref="Claim"/> would find jobs, and whether jobs with a group wait in them: one
    /// statement for all queues of an idle node.</summary>
    public static readonly string Due =
        $"""
        SELECT asked.queue, EXISTS (
            SELECT FROM jobs WHERE jobs.queue = asked.queue AND {GroupSql.Waits} OFFSET 0)
        FROM unnest((SELECT $1)) AS asked (queue)
        WHERE EXISTS (
            SELECT FROM jobs
            WHERE jobs.queue = asked.queue AND state IN ('created', 'retry') AND start_after <= now()
              AND {IsOrdinary}
            OFFSET 0)
          AND NOT EXISTS (SELECT FROM queues WHERE name = asked.queue AND paused)
        """;

    /// <summary>$1 queue, $2 priority, $3 limit, $4 the job's group, $5 whether other groups count, $6 those that do not. How many jobs of
    /// these groups, up to the limit, would be claimed before a job of this priority that gives way now.</summary>
    public static readonly string Waiting =
        $"""
        SELECT count(*) FROM (
            SELECT FROM jobs
            WHERE queue = $1 AND state IN ('created', 'retry') AND priority >= (SELECT $2) AND start_after <= now()
              AND {IsOrdinary}
              AND (coalesce(group_name, '') = (SELECT $4)
                   OR (SELECT $5) AND coalesce(group_name, '') <> ALL ((SELECT $6)::text[]))
              AND NOT EXISTS (SELECT FROM queues WHERE name = $1 AND paused)
            LIMIT {Places}) AS waiting
        """;

    /// <summary>The limit, hidden from the planner in a SELECT, as arrays are above. With a known value the custom plan looks cheaper than
    /// the generic one, so every claim would be planned again, and planning takes most of the time of a
    /// claim.</summary>
    internal const string Places = "(SELECT $3)";

    internal const string MayClaim =
        "EXISTS (SELECT FROM nodes WHERE nodes.id = $2 AND lost_at IS NULL) AND NOT EXISTS (SELECT FROM queues WHERE name = $1 AND paused)";

    private const string IsNotPaused = "NOT EXISTS (SELECT FROM queues WHERE name = jobs.queue AND paused)";

    /// <summary>Not in quarantine.</summary>
    internal static string IsOrdinary => $"crashes < {QuarantineRules.AloneAt}";

    /// <summary>The condition of the index jobs_suspect.</summary>
    private static string IsQuarantined => $"state = 'retry' AND crashes >= {QuarantineRules.AloneAt}";

    private static string DueWhere(string which) =>
        $"""
            SELECT ctid FROM jobs
            WHERE queue = $1 AND state IN ('created', 'retry') AND start_after <= now() AND {which} AND {MayClaim}
            ORDER BY priority DESC, start_after, id
            LIMIT {Places}
            FOR UPDATE SKIP LOCKED
        """;

    private static string WindowWhere(string which) =>
        $"""
            SELECT job.ctid
            FROM (
                SELECT * FROM unnest((SELECT $4), (SELECT $5), (SELECT $6)) AS front (priority, start_after, id) ORDER BY priority DESC
            ) AS front,
                 LATERAL (
                     SELECT ctid FROM jobs
                     WHERE queue = $1 AND state IN ('created', 'retry') AND priority = front.priority
                       AND (start_after, id) > (front.start_after, front.id) AND start_after <= now()
                       AND {which}
                     ORDER BY start_after, id
                     LIMIT {Places}
                     FOR UPDATE SKIP LOCKED) AS job
            WHERE {MayClaim}
            LIMIT {Places}
        """;

    /// <summary>By row address, not by id: as a prepared statement, a join with a limit unknown to the planner became a scan of the whole
    /// table. The rows are locked, so their addresses do not change.</summary>
    internal static string ClaimFrom(string due, string alsoSet = "") =>
        $"""
        UPDATE jobs SET state = 'active', node_id = $2, fence = fence + 1, claimed_at = now(){alsoSet}
        WHERE ctid = ANY (ARRAY (
        {due}))
        RETURNING id, fence, payload::text, attempt, interruptions, crashes, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff,
                  timeout_ms, trace_parent, trace_state, extract(epoch FROM claimed_at - greatest(start_after, created_at))::float8,
                  priority, start_after, claimed_at, group_name
        """;
}
