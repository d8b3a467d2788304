namespace Spade.Api.Operations;

/// <summary>The unfinished jobs of a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Created">Jobs waiting for their first run.</param>
/// <param name="Retry">Jobs waiting for another run.</param>
/// <param name="Active">Jobs that a node has claimed.</param>
/// <param name="OldestWait">How long the job that waits longest has been due, in seconds; 0 when none is due.</param>
internal sealed record QueueBacklog(string Queue, long Created, long Retry, long Active, double OldestWait);
