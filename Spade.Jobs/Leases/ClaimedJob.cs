namespace Spade.Jobs.Leases;

/// <summary>A job as its claim returned it; together, id, fence and node are the right to write.</summary>
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
    DateTime ClaimedAt);
