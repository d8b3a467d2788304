using Npgsql;
using Spade.Documents.Documents;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>A run's progress. From the moment when it has lost its job and another run has it, it is written all the same, in transactions
/// that do not look at the job's row.</summary>
internal sealed class UnfencedRun(JobContext<RecognizeDocument> job, NpgsqlDataSource database) : IRunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public Guid JobId => job.JobId;

    public string? Group => job.Group;

    public int Attempt => job.Attempt;

    public bool IsLastAttempt => job.IsLastAttempt;

    public int Interruptions => job.Interruptions;

    public Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken) =>
        WriteAsync(job.CheckpointAsync, write, cancellationToken);

    public Task WriteAsync(JobWrite write, CancellationToken cancellationToken) => WriteAsync(job.WriteAsync, write, cancellationToken);

    public IDisposable Step(string name) => job.Step(name);

    private async Task WriteAsync(
        Func<JobWrite, CancellationToken, Task> fenced, JobWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await fenced(write, cancellationToken);
        }
        catch (JobLostException)
        {
            while (!await IsTakenOverAsync(cancellationToken))
                await Task.Delay(Interval, TimeProvider.System, cancellationToken);
            await WriteUnfencedAsync(write, cancellationToken);
        }
    }

    private async Task<bool> IsTakenOverAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT state IN ('active', 'completed') FROM jobs WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = JobId });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task WriteUnfencedAsync(JobWrite write, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await write(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
