using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Webhooks;

/// <summary>What a delivery's job reads and writes. Every write joins the job's fenced transaction and may be repeated.</summary>
public sealed class DeliveryRecords(NpgsqlDataSource database)
{
    /// <summary>Reads what is to be sent; null when the delivery has ended or was removed.</summary>
    public async Task<OutgoingEvent?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(DeliverySql.Outgoing).With(id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new OutgoingEvent(
            id, reader.GetString(0), new Uri(reader.GetString(1)), reader.GetString(2),
            await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetFieldValue<byte[]>(3), reader.GetBoolean(4));
    }

    /// <summary>Adds an attempt to the log before it is made, so that one whose process is killed is there too.</summary>
    /// <returns>Its number.</returns>
    public static async Task<int> BeginAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DeliverySql.Begin).With(id);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Records how an attempt ended.</summary>
    public static async Task EndAttemptAsync(
        NpgsqlTransaction transaction, Guid id, int number, AttemptEnd end, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DeliverySql.EndAttempt)
            .With(id).With(number).With((int)Math.Min(int.MaxValue, end.Duration.TotalMilliseconds)).With(end.Status).WithText(end.Error);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks a delivery as delivered.</summary>
    public static Task DeliveredAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        EndAsync(transaction, DeliverySql.End, id, DeliveryStates.Delivered, cancellationToken);

    /// <summary>Marks a delivery as failed.</summary>
    public static Task FailedAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        EndAsync(transaction, DeliverySql.End, id, DeliveryStates.Failed, cancellationToken);

    /// <summary>Marks the delivery of a job as failed. For a job whose payload cannot be read.</summary>
    public static Task FailedByJobAsync(NpgsqlTransaction transaction, Guid jobId, CancellationToken cancellationToken) =>
        EndAsync(transaction, DeliverySql.EndByJob, jobId, DeliveryStates.Failed, cancellationToken);

    private static async Task EndAsync(
        NpgsqlTransaction transaction, string sql, Guid id, string state, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(sql).With(id).WithText(state);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
