namespace Spade.Api.Operations;

/// <summary>The unfinished jobs of a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Created">Jobs waiting for their first run.</param>
/// <param name="Retry">Jobs waiting for another run.</param>
/// <param name="Active">Jobs that a node has claimed.</param>
/// <param name="OldestWait">How long the job that waits longest has been due, in seconds; 0 when none is due.</param>
/// <param name="OldestAge">How long ago the oldest of them was created, also when it runs or waits for a retry, in seconds; 0 when there is
/// none.</param>
internal sealed record QueueBacklog(string Queue, long Created, long Retry, long Active, double OldestWait, double OldestAge);
