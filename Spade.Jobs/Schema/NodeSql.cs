namespace Spade.Jobs.Schema;

/// <summary>The statements by which nodes show that they are alive and find dead ones. See <c>docs/job-lifecycle.md</c>.</summary>
internal static class NodeSql
{
    /// <summary>The process id of this session's backend.</summary>
    public const string Backend = "SELECT pg_backend_pid()";

    /// <summary>$1 lock key. Does not wait, because after a lost connection the server may still hold the lock for the old
    /// session.</summary>
    public const string TakeLock = "SELECT pg_try_advisory_lock($1)";

    /// <summary>$1 id, $2 lock key, $3 service, $4 host, $5 process id. A heartbeat revokes a wrong verdict.</summary>
    public const string Heartbeat =
        """
        INSERT INTO nodes (id, lock_key, service, host, process_id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET heartbeat_at = now(), lost_at = NULL
        """;

    /// <summary>As <see cref="Heartbeat"/>; also returns the jobs that the node still owns.</summary>
    public const string HeartbeatAndOwned =
        $"""
        WITH beat AS (
        {Heartbeat})
        SELECT id, fence, queue FROM jobs WHERE node_id = $1 AND state = 'active'
        """;

    /// <summary>$1 this node. Reads all other nodes that are not lost yet. pg_locks shows a bigint key as
    /// two oids and objsubid 1.</summary>
    public const string Readings =
        """
        SELECT nodes.id, nodes.heartbeat_at, locks.objid IS NULL, now() - pg_postmaster_start_time()
        FROM nodes LEFT JOIN pg_locks AS locks
          ON locks.locktype = 'advisory' AND locks.objsubid = 1 AND locks.granted
         AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND ((locks.classid::bigint << 32) | locks.objid::bigint) = nodes.lock_key
        WHERE nodes.lost_at IS NULL AND nodes.id <> $1
        """;

    /// <summary>$1 node, $2 heartbeat at the verdict. No row: the heartbeat has changed, or another node was first.</summary>
    public const string MarkLost = "UPDATE nodes SET lost_at = now() WHERE id = $1 AND heartbeat_at = $2 AND lost_at IS NULL";

    /// <summary>$1 queues. Lost nodes and vanished ones that still have active jobs (rows that were locked when their node was declared
    /// lost), and the queues that have a job in quarantine.</summary>
    public static readonly string Sweep =
        $"""
        SELECT DISTINCT jobs.node_id, NULL FROM jobs LEFT JOIN nodes ON nodes.id = jobs.node_id
        WHERE jobs.state = 'active' AND (nodes.id IS NULL OR nodes.lost_at IS NOT NULL)
        UNION ALL
        SELECT DISTINCT NULL::uuid, queue FROM jobs
        WHERE queue = ANY ($1) AND state = 'retry' AND crashes >= {QuarantineRules.AloneAt} AND start_after <= now()
          AND NOT EXISTS (SELECT FROM queues WHERE name = jobs.queue AND paused)
        """;

    /// <summary>$1 dead node. Skips rows that a transaction frozen with its process still locks: PostgreSQL ends that transaction
    /// (idle_in_transaction_session_timeout), and the next scan takes them.</summary>
    public static readonly string Rescue =
        $"""
        WITH orphans AS (
            SELECT jobs.id FROM jobs
            WHERE jobs.node_id = $1 AND jobs.state = 'active'
              AND NOT EXISTS (SELECT FROM nodes WHERE nodes.id = $1 AND nodes.lost_at IS NULL)
            FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET state = 'retry', node_id = NULL, interruptions = interruptions + 1, crashes = crashes + 1,
               start_after = now() + CASE WHEN crashes + 1 BETWEEN {QuarantineRules.AloneAt} AND {QuarantineRules.FailAt - 1}
                                          THEN 10 * 2 ^ (crashes + 1 - {QuarantineRules.AloneAt}) ELSE 0 END * interval '1 second'
        FROM orphans WHERE jobs.id = orphans.id
        RETURNING jobs.id, jobs.queue
        """;

    /// <summary>$1 node. Deregisters a process that stops gracefully.</summary>
    public const string Leave = "DELETE FROM nodes WHERE id = $1";

    /// <summary>$1 age (ms). Rows of processes that are gone and own no jobs.</summary>
    public const string PruneNodes =
        """
        DELETE FROM nodes WHERE lost_at < now() - $1 * interval '1 millisecond'
          AND NOT EXISTS (SELECT FROM jobs WHERE jobs.node_id = nodes.id AND jobs.state = 'active')
        """;
}
