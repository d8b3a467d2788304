namespace Spade.Documents.Ledger;

/// <summary>The statements by which the ledger is kept. All times are the database's: a process reports how long ago something
/// happened.</summary>
internal static class RestartSql
{
    // A delay between the process reading its clock and the database reading its own (a full pool, a busy machine) makes the signal
    // look later than it was, never earlier. Of two reports the earlier time is the better one.
    private const string SignalledAt = "least(signalled_at, now() - $3 * interval '1 millisecond')";

    /// <summary>$1 node, $2 service, $3 version, $4 host, $5 process id, $6 age of the process (ms). Safe to repeat.</summary>
    public const string Open =
        """
        INSERT INTO restarts (node_id, service, version, host, process_id, started_at)
        VALUES ($1, $2, $3, $4, $5, now() - $6 * interval '1 millisecond')
        ON CONFLICT (node_id) DO NOTHING
        """;

    /// <summary>$1 node, $2 reason, $3 since the signal (ms), $4 signal to flip (ms), $5 in flight.</summary>
    public const string Signal =
        $"""
        UPDATE restarts SET state = 'draining', reason = $2, ended_at = NULL,
               signalled_at = {SignalledAt},
               ready_flipped_at = {SignalledAt} + $4 * interval '1 millisecond',
               in_flight = $5
        WHERE node_id = $1 AND state IN ('running', 'crashed', 'unknown')
        """;

    /// <summary>$1 node, $2 reason, $3 since the signal (ms), $4 signal to flip (ms), $5 signal to the listener's close (ms), $6-$10 work,
    /// $11 exit code, $12 budget used. Writes every column, because the statement at the signal may have failed.</summary>
    public const string Close =
        $"""
        UPDATE restarts SET reason = $2,
               state = CASE $11 WHEN 0 THEN 'stopped' WHEN 3 THEN 'cut' ELSE 'failed' END,
               signalled_at = {SignalledAt},
               ready_flipped_at = {SignalledAt} + $4 * interval '1 millisecond',
               listener_closed_at = {SignalledAt} + $5 * interval '1 millisecond',
               in_flight = $6, begun = $7, finished = $8, handed_over = $9, aborted = $10,
               exit_code_intended = $11, budget_used = $12, ended_at = now()
        WHERE node_id = $1
        """;

    /// <summary>$1 node. Reopens the entry of a process that was declared lost and is alive.</summary>
    public const string TakeBack =
        """
        UPDATE restarts SET state = CASE WHEN signalled_at IS NULL THEN 'running' ELSE 'draining' END, ended_at = NULL
        WHERE node_id = $1 AND state IN ('crashed', 'unknown')
        """;

    /// <summary>Ends the entries of processes whose node was declared lost. When the server has started after the node's last heartbeat,
    /// the process may have stopped properly while the database was away; otherwise it has crashed. An entry without a node belongs to a
    /// process that left the queue and could not write its exit report.</summary>
    public const string Settle =
        """
        UPDATE restarts SET ended_at = coalesce(nodes.heartbeat_at, now()),
               state = CASE WHEN nodes.id IS NULL OR pg_postmaster_start_time() > nodes.heartbeat_at THEN 'unknown' ELSE 'crashed' END
        FROM restarts AS open LEFT JOIN nodes ON nodes.id = open.node_id
        WHERE restarts.node_id = open.node_id AND open.ended_at IS NULL
          -- On the row itself too: a concurrent Close is visible in the row, and not in its joined copy.
          AND restarts.ended_at IS NULL
          AND (nodes.lost_at IS NOT NULL OR (nodes.id IS NULL AND open.started_at < now() - interval '1 minute'))
        """;

    /// <summary>$1 age (ms).</summary>
    public const string Prune = "DELETE FROM restarts WHERE ended_at < now() - $1 * interval '1 millisecond'";
}
