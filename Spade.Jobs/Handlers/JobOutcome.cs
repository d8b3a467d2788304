namespace Spade.Jobs.Handlers;

/// <summary>How a run of a job ended: a closed set.</summary>
public abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>The job is done; <paramref name="Write"/> stores its result in the completing transaction.</summary>
    public sealed record Completed(JobWrite? Write = null) : JobOutcome;

    /// <summary>The run stopped at a yield point because the process is stopping; another worker continues it. Not a failure.</summary>
    public sealed record Yielded : JobOutcome;

    /// <summary>The run stopped at a yield point because it has had its turn (<see cref="JobContext{TPayload}.TurnOver"/>); the job goes
    /// behind those that wait and continues from its checkpoints. Neither a failure nor an interruption. Return it only when asked to: no
    /// limit counts these runs.</summary>
    public sealed record GaveWay : JobOutcome;

    /// <summary>The run failed, but a later try may succeed. Counts as a failure.</summary>
    public sealed record Retry(JobError Error) : JobOutcome;

    /// <summary>The run failed for good and is not retried: bad input, for instance.</summary>
    public sealed record Failed(JobError Error) : JobOutcome;
}
