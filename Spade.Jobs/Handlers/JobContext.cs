namespace Spade.Jobs.Handlers;

/// <summary>The handler's view of one run of a job.</summary>
public sealed class JobContext<TPayload>
{
    private readonly IRunProgress _run;

    internal JobContext(IRunProgress run, TPayload payload, CancellationToken shutdown, CancellationToken turnOver)
    {
        _run = run;
        Payload = payload;
        Shutdown = shutdown;
        TurnOver = turnOver;
    }

    /// <summary>The job's id, the same in every run.</summary>
    public Guid JobId => _run.JobId;

    /// <summary>The job's group; null for none.</summary>
    public string? Group => _run.Group;

    /// <summary>What was enqueued.</summary>
    public TPayload Payload { get; }

    /// <summary>Failures so far; 0 in the first run.</summary>
    public int Attempt => _run.Attempt;

    /// <summary>True when no retries are left: <see cref="JobOutcome.Retry"/> fails the job.</summary>
    public bool IsLastAttempt => _run.IsLastAttempt;

    /// <summary>Releases and crashes so far.</summary>
    public int Interruptions => _run.Interruptions;

    /// <summary>Asks the handler to save and return <see cref="JobOutcome.Yielded"/> at its next yield point, because the process stops or
    /// must become idle for a job in quarantine.</summary>
    public CancellationToken Shutdown { get; }

    /// <summary>Asks the handler to save and return <see cref="JobOutcome.GaveWay"/> at its next yield point, because the run has had its
    /// turn and other jobs wait for its slot. Never cancelled before the run's first checkpoint, nor in a queue without
    /// turns.</summary>
    public CancellationToken TurnOver { get; }

    /// <summary>Saves progress: runs <paramref name="write"/> in one transaction with the check that this run still owns the job. May be
    /// called concurrently by several tasks of the same run. While the database is away it waits and tries again; after a deadlock it
    /// tries again a few times.</summary>
    /// <exception cref="JobLostException">This run no longer owns the job; nothing was written.</exception>
    /// <exception cref="Exception">An exception of <paramref name="write"/>, including its timeout; nothing was written.</exception>
    public Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken) => _run.CheckpointAsync(write, cancellationToken);

    /// <summary>As <see cref="CheckpointAsync"/> for a write that is not progress, such as a note that a step begins. It does not reset
    /// the count of crashes.</summary>
    /// <exception cref="JobLostException">This run no longer owns the job; nothing was written.</exception>
    public Task WriteAsync(JobWrite write, CancellationToken cancellationToken) => _run.WriteAsync(write, cancellationToken);

    /// <summary>Names the run's current step, such as <c>page 3</c>, until the result is disposed. A process that does not stop in time
    /// logs it. Steps may run concurrently.</summary>
    public IDisposable Step(string name) => _run.Step(name);
}
