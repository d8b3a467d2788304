namespace Spade.Jobs.Schema;

/// <summary>The queue's tables. A migration of the application runs <see cref="Create"/>; later changes are new constants, so that
/// old and new versions can run concurrently (expand, then contract).</summary>
public static class JobsSchema
{
    /// <summary>Allows one unfinished job for each singleton key.</summary>
    internal const string SingletonIndex = "jobs_singleton";

    /// <summary>Creates the tables of the first version. The state machine is drawn in <c>docs/job-lifecycle.md</c>.</summary>
    public const string Create =
        """
        CREATE TABLE queues (
            name        text        PRIMARY KEY CHECK (name <> ''),
            paused      boolean     NOT NULL DEFAULT false,
            created_at  timestamptz NOT NULL DEFAULT now()
        );

        CREATE TABLE nodes (
            id            uuid        PRIMARY KEY,
            lock_key      bigint      NOT NULL,
            service       text        NOT NULL,
            host          text        NOT NULL,
            process_id    integer     NOT NULL,
            started_at    timestamptz NOT NULL DEFAULT now(),
            heartbeat_at  timestamptz NOT NULL DEFAULT now(),
            lost_at       timestamptz
        );
        COMMENT ON TABLE nodes IS 'One row per living process; a process that stops in order removes its own.';
        COMMENT ON COLUMN nodes.lock_key IS 'Key of the session advisory lock that the process holds while it lives.';
        COMMENT ON COLUMN nodes.lost_at IS 'When a peer declared the process dead; its next heartbeat takes that back.';

        CREATE TABLE jobs (
            id                  uuid        PRIMARY KEY,
            queue               text        NOT NULL,
            state               text        NOT NULL DEFAULT 'created',
            priority            smallint    NOT NULL DEFAULT 0,
            start_after         timestamptz NOT NULL DEFAULT now(),
            fence               bigint      NOT NULL DEFAULT 0,
            node_id             uuid,
            attempt             integer     NOT NULL DEFAULT 0,
            interruptions       integer     NOT NULL DEFAULT 0,
            crashes             integer     NOT NULL DEFAULT 0,
            retry_limit         integer     NOT NULL,
            retry_delay_ms      integer     NOT NULL,
            retry_delay_max_ms  integer     NOT NULL,
            retry_backoff       boolean     NOT NULL,
            timeout_ms          integer,
            singleton_key       text,
            dead_letter_queue   text,
            dead_letter_of      uuid,
            payload             jsonb       NOT NULL,
            error_type          text,
            error_message       text,
            trace_parent        text,
            trace_state         text,
            created_at          timestamptz NOT NULL DEFAULT now(),
            claimed_at          timestamptz,
            checkpoint_at       timestamptz,
            finished_at         timestamptz,
            CONSTRAINT jobs_state CHECK (state IN ('created', 'retry', 'active', 'completed', 'failed', 'cancelled')),
            CONSTRAINT jobs_active_has_node CHECK ((state = 'active') = (node_id IS NOT NULL)),
            CONSTRAINT jobs_active_was_claimed CHECK (state <> 'active' OR claimed_at IS NOT NULL),
            CONSTRAINT jobs_finished_has_time CHECK ((state IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
            CONSTRAINT jobs_failed_has_error CHECK (state <> 'failed' OR error_type IS NOT NULL),
            CONSTRAINT jobs_counts CHECK (attempt >= 0 AND interruptions >= crashes AND crashes >= 0)
        );
        COMMENT ON COLUMN jobs.fence IS 'Raised by every claim; a run may write only under the number of its own claim.';
        COMMENT ON COLUMN jobs.attempt IS 'Failures so far.';
        COMMENT ON COLUMN jobs.interruptions IS 'Hand-overs and crashes so far; they burn no attempt.';
        COMMENT ON COLUMN jobs.crashes IS 'Crashes since the last checkpoint: the poison brake.';

        -- JobSql.Claim: its order, and only what can be claimed. Finished jobs cost the hot path nothing.
        CREATE INDEX jobs_claim ON jobs (queue, priority DESC, start_after, id) WHERE state IN ('created', 'retry');
        -- NodeSql.HeartbeatAndOwned, NodeSql.Rescue, NodeSql.Sweep.
        CREATE INDEX jobs_node ON jobs (node_id) WHERE state = 'active';
        -- JobSql.EnqueueSingleton: at most one unfinished job per key.
        CREATE UNIQUE INDEX jobs_singleton ON jobs (queue, singleton_key)
            WHERE singleton_key IS NOT NULL AND state IN ('created', 'retry', 'active');
        -- NodeSql.Sweep: almost always empty.
        CREATE INDEX jobs_suspect ON jobs (queue, start_after) WHERE state = 'retry' AND crashes >= 3;
        -- JobSql.Prune.
        CREATE INDEX jobs_finished ON jobs (finished_at) WHERE state IN ('completed', 'failed', 'cancelled');
        """;

    /// <summary>Removes everything that <see cref="Create"/> creates.</summary>
    public const string Drop = "DROP TABLE jobs; DROP TABLE nodes; DROP TABLE queues;";

    /// <summary>Adds the groups of jobs. May be repeated. Locks out writers of a large table while it reads it: a migration of a database
    /// in use runs <see cref="AddGroupColumn"/>, <see cref="DropGroupIndex"/> and <see cref="CreateGroupIndex"/> instead.</summary>
    public const string AddGroups = $"{AddGroupColumn} CREATE INDEX IF NOT EXISTS {GroupIndex};";

    /// <summary>Adds the column of <see cref="AddGroups"/>, without rewriting the table. May be repeated.</summary>
    public const string AddGroupColumn =
        """
        ALTER TABLE jobs ADD COLUMN IF NOT EXISTS group_name text COLLATE "C";
        COMMENT ON COLUMN jobs.group_name IS 'Groups that wait share the places of their queue equally; null: no group.';
        """;

    /// <summary>Removes the index of <see cref="AddGroups"/>, also an invalid one that an interrupted <see cref="CreateGroupIndex"/> has
    /// left. Cannot run in a transaction.</summary>
    public const string DropGroupIndex = "DROP INDEX CONCURRENTLY IF EXISTS jobs_groups;";

    /// <summary>Creates the index of <see cref="AddGroups"/> while jobs are added and claimed. Cannot run in a transaction.</summary>
    public const string CreateGroupIndex = $"CREATE INDEX CONCURRENTLY {GroupIndex};";

    /// <summary>Removes what <see cref="AddGroups"/> adds.</summary>
    public const string DropGroups = "ALTER TABLE jobs DROP COLUMN group_name;";

    /// <summary>For <see cref="GroupSql"/>: jobs that wait and have a group. So a queue without groups has no entry here. The condition
    /// names the node and the end instead of the state, which constraints make equivalent: a statement with this condition cannot be
    /// planned with jobs_claim, which would read the jobs of all groups.</summary>
    private const string GroupIndex =
        """
        jobs_groups ON jobs (queue, priority DESC, group_name, start_after, id)
            WHERE node_id IS NULL AND finished_at IS NULL AND group_name IS NOT NULL
        """;
}
