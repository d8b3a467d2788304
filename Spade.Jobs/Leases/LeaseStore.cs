using System.Data;
using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Leases;

/// <summary>Writes under a run's lease, without retries.</summary>
internal sealed class LeaseStore(NpgsqlDataSource database)
{
    /// <summary>Runs <paramref name="fence"/> and, while its row lock is held, <paramref name="write"/>, in one transaction.</summary>
    /// <returns>False when the fence found no row and nothing was written.</returns>
    /// <exception cref="JobWriteException">The write or its commit failed.</exception>
    public async Task<bool> WriteAsync(FencedStatement fence, JobWrite? write, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await fence(transaction, cancellationToken))
            return false;
        if (write is null)
            await transaction.CommitAsync(cancellationToken);
        else
            await CommitAsync(connection, transaction, write, cancellationToken);
        return true;
    }

    /// <summary>An exception of the commit counts as one of the write, because the commit checks deferred constraints.</summary>
    private static async Task CommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, JobWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await write(transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new JobWriteException(exception, hasConnection: connection.FullState == ConnectionState.Open);
        }
    }

    /// <summary>True when this run has moved the job to <paramref name="state"/>.</summary>
    public async Task<bool> IsFinishedByAsync(ClaimedJob job, string state, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.CompletedByThisRun).With(job.Id).With(job.Fence).WithText(state);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
