using Spade.Jobs.Handlers;

namespace Spade.Jobs.Leases;

/// <summary>The progress of one run, written under its lease.</summary>
internal sealed class RunProgress(JobLease lease, FencedWriter writer) : IRunProgress
{
    public Guid JobId => lease.Job.Id;

    public string? Group => lease.Job.Group;

    public int Attempt => lease.Job.Attempt;

    public bool IsLastAttempt => lease.Job.IsLastAttempt;

    public int Interruptions => lease.Job.Interruptions;

    public async Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(FencedStatements.Checkpoint(lease.Job), write, cancellationToken);
        lease.MarkCheckpointed();
    }

    public Task WriteAsync(JobWrite write, CancellationToken cancellationToken) =>
        writer.WriteAsync(FencedStatements.Hold(lease.Job), write, cancellationToken);

    public IDisposable Step(string name) => lease.Step(name);
}
