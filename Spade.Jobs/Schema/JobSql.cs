namespace Spade.Jobs.Schema;

/// <summary>The statements that add, move and prune jobs; those that claim them are in <see cref="ClaimSql"/>. Each names the expected
/// state; their indexes are in <see cref="JobsSchema"/>. All times are the database's.</summary>
internal static class JobSql
{
    private const string Unfinished = "state IN ('created', 'retry', 'active')";
    private const string Held = "id = $1 AND fence = $2 AND node_id = $3 AND state = 'active'";

    /// <summary>$1 ids, $2 queue, $3 payloads, $4 priority, $5 start after (ms), $6-$9 retry limit, delay, longest delay, backoff,
    /// $10 timeout (ms), $11 singleton key, $12 dead-letter queue, $13-$14 trace context, $15 group.</summary>
    public const string Enqueue =
        """
        INSERT INTO jobs (id, queue, payload, priority, start_after, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff,
                          timeout_ms, singleton_key, dead_letter_queue, trace_parent, trace_state, group_name)
        SELECT job.id, $2, job.payload, $4, now() + $5 * interval '1 millisecond', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
        FROM unnest($1, $3) AS job (id, payload)
        """;

    /// <summary>As <see cref="Enqueue"/>, with a singleton key; returns the ids of the added jobs. A separate statement, because ON
    /// CONFLICT writes each row speculatively and confirms it, which costs a second WAL record.</summary>
    public const string EnqueueSingleton =
        $"""
        {Enqueue}
        ON CONFLICT (queue, singleton_key) WHERE singleton_key IS NOT NULL AND state IN ('created', 'retry', 'active') DO NOTHING
        RETURNING id
        """;

    /// <summary>$1 queue, $2 limit. Finds its rows through <c>jobs_claim</c>, those that are not due included.</summary>
    public const string CountWaiting =
        """
        SELECT count(*) FROM (
            SELECT FROM jobs WHERE queue = $1 AND state IN ('created', 'retry') LIMIT (SELECT $2)) AS waiting
        """;

    /// <summary>$1 id, $2 fence, $3 node. Takes the job's row lock, so that the rest of the transaction and a rescue exclude each
    /// other.</summary>
    public const string Hold = $"SELECT 1 FROM jobs WHERE {Held} FOR UPDATE";

    /// <summary>$1 id, $2 fence, $3 node. As <see cref="Hold"/>, and records progress, which resets the count of crashes.</summary>
    public const string Checkpoint = $"UPDATE jobs SET checkpoint_at = now(), crashes = 0 WHERE {Held}";

    /// <summary>$1 id, $2 fence, $3 node.</summary>
    public const string Complete = $"UPDATE jobs SET state = 'completed', finished_at = now(), node_id = NULL WHERE {Held}";

    /// <summary>$1 ids, $2 fences, $3 node. As <see cref="Complete"/>, for many jobs. Each row is looked up by its id: with statistics from
    /// a time without active jobs, the planner would compare every active job with every id. For the same reason the condition names the
    /// node instead of the state; a constraint makes them equivalent, and the index of active jobs does not match it. Locked rows are
    /// skipped, so that no run waits for another's job, and the fence is checked on the newest row version.</summary>
    public const string CompleteMany =
        """
        UPDATE jobs SET state = 'completed', finished_at = now(), node_id = NULL
        WHERE ctid = ANY (ARRAY (
            SELECT held.ctid FROM unnest((SELECT $1), (SELECT $2)) AS done (id, fence),
                 LATERAL (
                     SELECT ctid FROM jobs WHERE id = done.id AND fence = done.fence AND node_id = (SELECT $3)
                     FOR UPDATE SKIP LOCKED) AS held))
        RETURNING id
        """;

    /// <summary>$1 id, $2 fence. True when this run has completed the job, for a commit whose outcome is unknown.</summary>
    public const string CompletedByThisRun = "SELECT 1 FROM jobs WHERE id = $1 AND fence = $2 AND state = $3";

    /// <summary>$1 id, $2 fence, $3 node, $4 wait (ms), $5 error type, $6 error message.</summary>
    public const string Retry =
        $"""
        UPDATE jobs SET state = 'retry', node_id = NULL, attempt = attempt + 1, crashes = 0,
               start_after = now() + $4 * interval '1 millisecond', error_type = $5, error_message = $6
        WHERE {Held}
        """;

    /// <summary>$1 id, $2 fence, $3 node.</summary>
    public const string Release =
        $"""
        UPDATE jobs SET state = 'retry', node_id = NULL, interruptions = interruptions + 1, start_after = now()
        WHERE {Held}
        """;

    /// <summary>$1 id, $2 fence, $3 node. Puts a job that has had its turn behind those that wait; nothing is counted.</summary>
    public const string GiveWay = $"UPDATE jobs SET state = 'retry', node_id = NULL, start_after = now() WHERE {Held}";

    /// <summary>$1 id, $2 fence, $3 node. Releases a job that was claimed but never started. A job that has only given way so far is known
    /// by its checkpoint.</summary>
    public const string GiveBack =
        $"""
        UPDATE jobs SET node_id = NULL,
               state = CASE WHEN attempt + interruptions = 0 AND checkpoint_at IS NULL THEN 'created' ELSE 'retry' END
        WHERE {Held}
        """;

    /// <summary>$1 id, $2 fence, $3 node, $4 whether this counts as an attempt, $5 error type, $6 error message.</summary>
    public const string Fail =
        $"""
        UPDATE jobs SET state = 'failed', node_id = NULL, finished_at = now(), attempt = attempt + $4::int,
               error_type = $5, error_message = $6
        WHERE {Held}
        RETURNING dead_letter_queue
        """;

    /// <summary>$1 id of the failed job, $2 id of its copy.</summary>
    public const string DeadLetter =
        """
        INSERT INTO jobs (id, queue, payload, priority, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, timeout_ms,
                          dead_letter_of, error_type, error_message, trace_parent, trace_state, group_name)
        SELECT $2, dead_letter_queue, payload, priority, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, timeout_ms,
               id, error_type, error_message, trace_parent, trace_state, group_name
        FROM jobs WHERE id = $1 AND dead_letter_queue IS NOT NULL
        """;

    /// <summary>$1 id.</summary>
    public const string Cancel =
        $"UPDATE jobs SET state = 'cancelled', finished_at = now(), node_id = NULL WHERE id = $1 AND {Unfinished}";

    /// <summary>$1 id. A manual retry with all retries, unless another job has its singleton key. Returns the queue, whether the job was
    /// retried, and whether its state allows it. Of two concurrent retries with one key the second waits for the first and then violates
    /// jobs_singleton.</summary>
    public const string RetryByHand =
        $"""
        WITH job AS (
            SELECT id, queue, singleton_key, state IN ('failed', 'cancelled') AS can_be FROM jobs WHERE id = $1 FOR UPDATE),
        retried AS (
            UPDATE jobs SET state = 'retry', finished_at = NULL, attempt = 0, crashes = 0, start_after = now(),
                   error_type = NULL, error_message = NULL
            FROM job
            WHERE jobs.id = job.id AND can_be AND NOT EXISTS (
                SELECT FROM jobs AS other WHERE other.queue = job.queue AND other.singleton_key = job.singleton_key AND other.{Unfinished})
            RETURNING jobs.id)
        SELECT queue, EXISTS (SELECT FROM retried), can_be FROM job
        """;

    /// <summary>$1 names.</summary>
    public const string RegisterQueues = "INSERT INTO queues (name) SELECT unnest($1) ON CONFLICT (name) DO NOTHING";

    /// <summary>$1 name, $2 paused.</summary>
    public const string SetPaused = "UPDATE queues SET paused = $2 WHERE name = $1";

    /// <summary>Counts and ages per queue. Reads the whole table, so it is not for a hot path.</summary>
    public const string Summaries =
        """
        SELECT queues.name, queues.paused,
               count(*) FILTER (WHERE state = 'created'), count(*) FILTER (WHERE state = 'retry'),
               count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE state = 'completed'),
               count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'cancelled'),
               extract(epoch FROM now() - min(jobs.start_after)
                   FILTER (WHERE state IN ('created', 'retry') AND start_after <= now()))::float8,
               extract(epoch FROM now() - min(jobs.claimed_at) FILTER (WHERE state = 'active'))::float8
        FROM queues LEFT JOIN jobs ON jobs.queue = queues.name
        GROUP BY queues.name, queues.paused
        ORDER BY queues.name
        """;

    /// <summary>$1 age (ms), $2 limit. Only finished jobs; locked rows wait for the next round.</summary>
    public const string Prune =
        """
        DELETE FROM jobs WHERE id IN (
            SELECT id FROM jobs
            WHERE state IN ('completed', 'failed', 'cancelled') AND finished_at < now() - $1 * interval '1 millisecond'
            ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Comes before statements with cached plans: a plan from a time when the table was small would read the whole table when it
    /// is large, until statistics are updated. For this transaction only, because other statements may need sequential scans. JIT is
    /// already off in the session, except behind a pooler that shares sessions.</summary>
    public const string KeepToIndexes = "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";
}
