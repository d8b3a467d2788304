namespace Spade.Jobs.Handlers;

/// <summary>One run of one job, as its handler sees it.</summary>
public sealed class JobContext<TPayload>
{
    private readonly IRunProgress _run;

    internal JobContext(IRunProgress run, TPayload payload, CancellationToken shutdown)
    {
        _run = run;
        Payload = payload;
        Shutdown = shutdown;
    }

    /// <summary>The job's id, the same in every run.</summary>
    public Guid JobId => _run.JobId;

    /// <summary>What was enqueued.</summary>
    public TPayload Payload { get; }

    /// <summary>Failures so far; 0 in the first run.</summary>
    public int Attempt => _run.Attempt;

    /// <summary>Releases and crashes so far.</summary>
    public int Interruptions => _run.Interruptions;

    /// <summary>Asks the handler to save and return <see cref="JobOutcome.Yielded"/> at its next yield point: the process stops, or it
    /// makes room for a job that must run alone.</summary>
    public CancellationToken Shutdown { get; }

    /// <summary>Saves progress: runs <paramref name="write"/> in one transaction with the proof that the job is still this run's. May be
    /// called side by side from several tasks of the same run. While the database is away it waits and tries again; after a deadlock it
    /// tries again a few times.</summary>
    /// <exception cref="JobLostException">The job is not this run's any more; nothing was written.</exception>
    /// <exception cref="Exception">What <paramref name="write"/> threw, its own timeout included; nothing was written.</exception>
    public Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken) => _run.CheckpointAsync(write, cancellationToken);

    /// <summary>As <see cref="CheckpointAsync"/> for what is no progress, such as a note that a step begins: crashes go on
    /// counting.</summary>
    /// <exception cref="JobLostException">The job is not this run's any more; nothing was written.</exception>
    public Task WriteAsync(JobWrite write, CancellationToken cancellationToken) => _run.WriteAsync(write, cancellationToken);

    /// <summary>Says what the run is doing now, such as <c>page 3</c>, until the result is disposed. A process that does not stop
    /// names it in its log. Steps may run side by side.</summary>
    public IDisposable Step(string name) => _run.Step(name);
}
