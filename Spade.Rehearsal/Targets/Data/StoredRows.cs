using Npgsql;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Recording;

namespace Spade.Rehearsal.Targets.Data;

/// <summary>The rows of the end. The columns are those of the first release, so that every version's database can be read.</summary>
internal static class StoredRows
{
    private const string Documents =
        """
        SELECT documents.id, documents.sha256, documents.status, documents.error_type, jobs.state, coalesce(jobs.attempt, 0),
               coalesce(jobs.interruptions, 0), documents.pages_total,
               ARRAY(SELECT begun FROM pages WHERE pages.document_id = documents.id ORDER BY number), documents.job_id
        FROM documents LEFT JOIN jobs ON jobs.id = documents.job_id
        ORDER BY documents.created_at
        """;

    private const string Restarts =
        """
        SELECT node_id, service, version, host, process_id, state, reason, started_at, signalled_at, ready_flipped_at, listener_closed_at,
               in_flight, begun, finished, handed_over, aborted, ended_at, exit_code_intended, budget_used
        FROM restarts ORDER BY started_at
        """;

    /// <summary>Writes documents and ledger to the journal.</summary>
    internal static async Task WriteAsync(NpgsqlDataSource database, QueueWatch queue, Journal journal, CancellationToken cancellationToken)
    {
        await EachAsync(database, Documents, row => journal.Add(DocumentOf(row, queue)), cancellationToken);
        await EachAsync(database, Restarts, row => journal.Add(RestartOf(row)), cancellationToken);
    }

    private static async Task EachAsync(NpgsqlDataSource database, string sql, Action<NpgsqlDataReader> read,
        CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            read(reader);
    }

    private static StoredEntry DocumentOf(NpgsqlDataReader row, QueueWatch queue) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), Text(row, 3), Text(row, 4), row.GetInt32(5), row.GetInt32(6), Number(row, 7),
        row.GetFieldValue<int[]>(8), row.IsDBNull(9) ? [] : queue.HandoversOf(row.GetGuid(9)));

    private static LedgerEntry RestartOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), Text(row, 2), Text(row, 3), row.GetInt32(4), row.GetString(5), Text(row, 6),
        row.GetFieldValue<DateTimeOffset>(7), Time(row, 8), Time(row, 9), Time(row, 10), Number(row, 11), Number(row, 12), Number(row, 13),
        Number(row, 14), Number(row, 15), Time(row, 16), Number(row, 17), row.IsDBNull(18) ? null : row.GetDouble(18));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
