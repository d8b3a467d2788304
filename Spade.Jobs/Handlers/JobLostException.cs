namespace Spade.Jobs.Handlers;

/// <summary>Another run or none owns the job now, so this run can no longer write.</summary>
public sealed class JobLostException(Guid jobId) : Exception($"Job {jobId} is no longer held by this run.")
{
    /// <summary>The job that was lost.</summary>
    public Guid JobId { get; } = jobId;
}
