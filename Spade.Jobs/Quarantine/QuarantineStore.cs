using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Quarantine;

/// <summary>Which node runs which job in quarantine. A node that takes one puts it off for all others by its start time: that is no claim,
/// so a process that dies while it makes room is not counted as a crash of a job that never ran.</summary>
internal sealed class QuarantineStore(NpgsqlDataSource database)
{
    /// <summary>How long others leave it alone. When its node dies or stops, they see it again after this.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often <see cref="KeepAsync"/> is due.</summary>
    public static readonly TimeSpan KeepEvery = Lease / 3;

    /// <summary>Takes the job that has been due longest.</summary>
    /// <param name="queues">Of these.</param>
    /// <param name="dueFor">At least so long: an idle node may take it meanwhile.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<QuarantinedJob?> TakeAsync(string[] queues, TimeSpan dueFor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(ClaimSql.TakeQuarantined)
            .With(queues).With(dueFor.TotalMilliseconds).With(Lease.TotalMilliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new QuarantinedJob(reader.GetGuid(0), reader.GetString(1)) : null;
    }

    /// <returns>False when there is nothing left to run: it was cancelled, or its queue is paused.</returns>
    public async Task<bool> KeepAsync(QuarantinedJob job, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(ClaimSql.KeepQuarantined).With(job.Id).With(Lease.TotalMilliseconds);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
