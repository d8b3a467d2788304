using Npgsql;

namespace Spade.Api.Operations;

/// <summary>Reads the backlog and the ended processes.</summary>
internal sealed class OperationsStore(NpgsqlDataSource database)
{
    /// <summary>How long an ended process is shown: longer than any usual interval of scraping or exporting.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(5);

    /// <summary>The same for a process that died without a word. It is said to have ended at its last heartbeat, and only a process that is
    /// alive can say so: after an outage of everything that is long ago.</summary>
    public static readonly TimeSpan LostShownFor = TimeSpan.FromHours(1);

    public async Task<OperationsReading> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var queues = await ListAsync(connection, OperationsSql.Backlog, [], Backlog, cancellationToken);
        return new OperationsReading(
            queues, await ListAsync(connection, OperationsSql.Ended, [ShownFor, LostShownFor], Ended, cancellationToken));
    }

    private static QueueBacklog Backlog(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetDouble(4), row.GetDouble(5));

    private static EndedProcess Ended(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<int?>(3), row.GetFieldValue<int?>(4),
        row.GetFieldValue<int?>(5), row.GetFieldValue<double?>(6), row.GetFieldValue<double?>(7));

    private static async Task<IReadOnlyList<T>> ListAsync<T>(
        NpgsqlConnection connection, string sql, TimeSpan[] ages, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var age in ages)
            command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = age.TotalMilliseconds });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
