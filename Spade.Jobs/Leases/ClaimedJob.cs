namespace Spade.Jobs.Leases;

/// <summary>A claimed job. Its id, fence and node together identify the run that may write.</summary>
internal sealed record ClaimedJob(
    Guid Id,
    string Queue,
    long Fence,
    Guid Node,
    string Payload,
    int Attempt,
    int Interruptions,
    int Crashes,
    RetryPolicy Retries,
    TimeSpan? Timeout,
    string? TraceParent,
    string? TraceState,
    TimeSpan Wait,
    short Priority,
    DateTime StartAfter,
    DateTime ClaimedAt,
    string? Group = null)
{
    /// <summary>Its group; empty, which no group is, for none.</summary>
    public string GroupOrEmpty => Group ?? "";

    /// <summary>True when the next failure is the job's last.</summary>
    public bool IsLastAttempt => Attempt + 1 > Retries.Limit;
}
