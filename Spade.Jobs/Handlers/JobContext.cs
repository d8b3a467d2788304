using Spade.Jobs.Leases;

namespace Spade.Jobs.Handlers;

/// <summary>One run of one job, as its handler sees it.</summary>
public sealed class JobContext<TPayload>
{
    private readonly JobLease _lease;
    private readonly ClaimedJob _job;
    private readonly FencedWriter _writer;

    internal JobContext(JobLease lease, TPayload payload, FencedWriter writer, CancellationToken shutdown)
    {
        _lease = lease;
        _job = lease.Job;
        _writer = writer;
        Payload = payload;
        Shutdown = shutdown;
    }

    /// <summary>The job's id, the same in every run.</summary>
    public Guid JobId => _job.Id;

    /// <summary>What was enqueued.</summary>
    public TPayload Payload { get; }

    /// <summary>Failures so far; 0 in the first run.</summary>
    public int Attempt => _job.Attempt;

    /// <summary>Hand-overs and crashes so far.</summary>
    public int Interruptions => _job.Interruptions;

    /// <summary>Asks the handler to save and return <see cref="JobOutcome.Yielded"/> at its next yield point: the process stops, or it
    /// makes room for a job that must run alone.</summary>
    public CancellationToken Shutdown { get; }

    /// <summary>Saves progress: runs <paramref name="write"/> in one transaction with the proof that the job is still this run's. May be
    /// called side by side from several tasks of the same run. While the database is away it waits and tries again; after a deadlock it tries
    /// again a few times.</summary>
    /// <exception cref="JobLostException">The job is not this run's any more; nothing was written.</exception>
    /// <exception cref="Exception">What <paramref name="write"/> threw, its own timeout included; nothing was written.</exception>
    public async Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken)
    {
        await _writer.WriteAsync(LeaseStore.Checkpoint(_job), write, cancellationToken);
        _lease.MarkCheckpointed();
    }

    /// <summary>As <see cref="CheckpointAsync"/> for what is no progress, such as a note that a step begins: crashes go on counting.</summary>
    /// <exception cref="JobLostException">The job is not this run's any more; nothing was written.</exception>
    public Task WriteAsync(JobWrite write, CancellationToken cancellationToken) =>
        _writer.WriteAsync(LeaseStore.Hold(_job), write, cancellationToken);

    /// <summary>Says what the run is doing now, such as <c>page 3</c>, until the result is disposed. Whoever asks why a process does not
    /// stop finds it in the log. Steps may run side by side.</summary>
    public IDisposable Step(string name) => _lease.Step(name);
}
