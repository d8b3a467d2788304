namespace Spade.Jobs.Handlers;

/// <summary>The job belongs to another run now, or to none: nothing that this run writes counts any more.</summary>
public sealed class JobLostException(Guid jobId) : Exception($"Job {jobId} is no longer held by this run.")
{
    /// <summary>The job that was lost.</summary>
    public Guid JobId { get; } = jobId;
}
