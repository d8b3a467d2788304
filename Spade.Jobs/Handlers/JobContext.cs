#pragma warning disable CA1822
namespace Spade.Jobs;

/// <summary>One run of one job, as its handler sees it.</summary>
public sealed class JobContext<TPayload>
{
    /// <summary>The job's id, the same in every run.</summary>
    public Guid JobId => throw new InvalidOperationException();

    /// <summary>What was enqueued.</summary>
    public TPayload Payload => throw new InvalidOperationException();

    /// <summary>Failures so far; 0 in the first run.</summary>
    public int Attempt => throw new InvalidOperationException();

    /// <summary>Hand-overs and crashes so far.</summary>
    public int Interruptions => throw new InvalidOperationException();

    /// <summary>Asks the handler to save and return <see cref="JobOutcome.HandedOver"/> at its next yield point.</summary>
    public CancellationToken Shutdown => throw new InvalidOperationException();

    /// <summary>Runs <paramref name="write"/> and the lease extension in one fenced transaction. May be called side by side from
    /// several tasks of the same run.</summary>
    /// <exception cref="JobLostException">The job is not this run's any more; nothing was written.</exception>
    public Task CheckpointAsync(JobWrite write, CancellationToken cancellationToken) => throw new InvalidOperationException();
}

/// <summary>The job belongs to another run now, or to none: nothing that this run writes counts any more.</summary>
public sealed class JobLostException(Guid jobId) : Exception($"Job {jobId} is no longer held by this run.")
{
    /// <summary>The job that was lost.</summary>
    public Guid JobId { get; } = jobId;
}
