namespace Spade.Jobs.Handlers;

/// <summary>How a run of a job ended: a closed set.</summary>
public abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>The job is done; <paramref name="Write"/> stores its result in the completing transaction.</summary>
    public sealed record Completed(JobWrite? Write = null) : JobOutcome;

    /// <summary>The run stopped at a yield point because the process is shutting down; another worker goes on. Burns no attempt.</summary>
    public sealed record Yielded : JobOutcome;

    /// <summary>The run failed in a way that a later try may mend. Burns an attempt.</summary>
    public sealed record Retry(JobError Error) : JobOutcome;

    /// <summary>The run failed for good, whatever the retry limit says: bad input, for instance.</summary>
    public sealed record Failed(JobError Error) : JobOutcome;
}
