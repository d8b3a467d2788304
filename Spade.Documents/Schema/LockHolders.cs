using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Schema;

/// <summary>Finds out, while a migration waits for a lock, who holds it. Afterwards PostgreSQL cannot tell any more.</summary>
internal sealed class LockHolders(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>$1 the process of a session. Without the text of queries, which may hold what is secret.</summary>
    private const string Blocking =
        """
        SELECT string_agg(
            'session ' || pid || ' (' || coalesce(nullif(application_name, ''), backend_type) || ', ' || coalesce(state, 'unknown')
                || coalesce(', its transaction began ' || round(extract(epoch FROM clock_timestamp() - xact_start)) || ' s ago', '') || ')',
            ', ' ORDER BY xact_start, pid)
        FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids($1))
        """;

    /// <summary>The sessions that were seen last, as text.</summary>
    public string Last { get; private set; } = "sessions that are not known";

    /// <summary>Looks four times a second until it is cancelled. Never throws.</summary>
    /// <param name="waiting">The process of the session that may wait.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task WatchAsync(int waiting, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await using var command = connection.Command(Blocking).With(waiting);
                if (await command.ExecuteScalarAsync(cancellationToken) is string holders)
                    Last = holders;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || DatabaseFaults.MayPass(exception))
        {
            // Only for a log line. If the database is away, the migration says so.
        }
    }
}
