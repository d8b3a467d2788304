using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Quarantine;

/// <summary>Assigns jobs in quarantine to nodes. A node takes a job by moving its start time, which hides it from the others. This is not a
/// claim, so a process that dies before the job runs does not count as a crash of the job.</summary>
internal sealed class QuarantineStore(NpgsqlDataSource database)
{
    /// <summary>How long a taken job is hidden. If its node dies or stops, others see it again after this time.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often to call <see cref="KeepAsync"/>.</summary>
    public static readonly TimeSpan KeepEvery = Lease / 3;

    /// <summary>Takes the job that has been due longest.</summary>
    /// <param name="queues">The queues to take from.</param>
    /// <param name="dueFor">Minimum time for which the job has been due, in which an idle node may take it.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public async Task<QuarantinedJob?> TakeAsync(string[] queues, TimeSpan dueFor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(ClaimSql.TakeQuarantined)
            .With(queues).With(dueFor.TotalMilliseconds).With(Lease.TotalMilliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new QuarantinedJob(reader.GetGuid(0), reader.GetString(1)) : null;
    }

    /// <returns>False when the job was cancelled or its queue is paused.</returns>
    public async Task<bool> KeepAsync(QuarantinedJob job, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(ClaimSql.KeepQuarantined).With(job.Id).With(Lease.TotalMilliseconds);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
