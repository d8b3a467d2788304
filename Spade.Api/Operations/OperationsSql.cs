namespace Spade.Api.Operations;

/// <summary>The statements of this room.</summary>
internal static class OperationsSql
{
    /// <summary>The backlog of every queue. Each part has an index of its own; finished jobs are not read.</summary>
    public const string Backlog =
        """
        SELECT queues.name, coalesce(waiting.created, 0), coalesce(waiting.retry, 0), coalesce(active.jobs, 0),
               coalesce(extract(epoch FROM now() - waiting.oldest), 0)::float8,
               coalesce(extract(epoch FROM now() - least(waiting.first, active.first)), 0)::float8
        FROM queues
        LEFT JOIN (SELECT queue, count(*) FILTER (WHERE state = 'created') AS created, count(*) FILTER (WHERE state = 'retry') AS retry,
                          min(start_after) FILTER (WHERE start_after <= now()) AS oldest, min(created_at) AS first
                   FROM jobs WHERE state IN ('created', 'retry') GROUP BY queue) AS waiting ON waiting.queue = queues.name
        LEFT JOIN (SELECT queue, count(*) AS jobs, min(created_at) AS first FROM jobs WHERE state = 'active' GROUP BY queue) AS active
            ON active.queue = queues.name
        ORDER BY queues.name
        """;

    /// <summary>$1 age (ms), $2 age of those that wrote no exit report (ms). The processes that ended within it, by the database's
    /// clock.</summary>
    public const string Ended =
        """
        SELECT node_id::text, service, state, finished, handed_over, aborted, budget_used,
               extract(epoch FROM ended_at - signalled_at)::float8
        FROM restarts
        WHERE ended_at > now() - CASE WHEN state IN ('crashed', 'unknown') THEN $2 ELSE $1 END * interval '1 millisecond'
        """;
}
