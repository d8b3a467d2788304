namespace Spade.Jobs.Client;

/// <summary>State of one queue.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Paused">True while workers claim none of its jobs.</param>
/// <param name="Created">Jobs waiting for their first run.</param>
/// <param name="Retry">Jobs waiting for another run.</param>
/// <param name="Active">Jobs that a node has claimed.</param>
/// <param name="Completed">Finished jobs that are still kept.</param>
/// <param name="Failed">Failed jobs that are still kept.</param>
/// <param name="Cancelled">Cancelled jobs that are still kept.</param>
/// <param name="OldestWaiting">How long the oldest waiting job has been due; null when none is due.</param>
/// <param name="OldestActive">How long ago the longest-running job was claimed; null when none runs.</param>
public sealed record QueueSummary(
    string Name,
    bool Paused,
    long Created,
    long Retry,
    long Active,
    long Completed,
    long Failed,
    long Cancelled,
    TimeSpan? OldestWaiting,
    TimeSpan? OldestActive);
