using Npgsql;
using Spade.Documents.Documents;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>A run's progress, written in transactions that do not look at the job's row.</summary>
internal sealed class UnfencedRun(JobContext<RecognizeDocument> job, NpgsqlDataSource database) : IRunProgress
{
    public Guid JobId => job.JobId;

    public string? Group => job.Group;

    public int Attempt => job.Attempt;

    public bool IsLastAttempt => job.IsLastAttempt;

    public int Interruptions => job.Interruptions;

    public Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken) => WriteAsync(write, cancellationToken);

    public async Task WriteAsync(JobWrite write, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await write(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public IDisposable Step(string name) => job.Step(name);
}
