using Spade.Jobs.Client;

namespace Spade.Api.Queues;

/// <summary>Every queue.</summary>
/// <param name="Queues">The queues.</param>
internal sealed record QueueListResponse(IReadOnlyList<QueueResponse> Queues);

/// <summary>One queue as clients see it.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Paused">True while workers take no jobs from it.</param>
/// <param name="Jobs">How many jobs are in each state.</param>
/// <param name="OldestWaitingSeconds">How long the job that waits longest has been due; null when none is due.</param>
/// <param name="OldestActiveSeconds">How long ago the longest-running job was claimed; null when none runs.</param>
internal sealed record QueueResponse(
    string Name, bool Paused, JobCounts Jobs, double? OldestWaitingSeconds, double? OldestActiveSeconds)
{
    public static QueueResponse From(QueueSummary queue) => new(
        queue.Name, queue.Paused,
        new JobCounts(queue.Created, queue.Retry, queue.Active, queue.Completed, queue.Failed, queue.Cancelled),
        queue.OldestWaiting?.TotalSeconds, queue.OldestActive?.TotalSeconds);
}

/// <summary>Jobs per state; the finished ones as long as they are kept.</summary>
internal sealed record JobCounts(long Created, long Retry, long Active, long Completed, long Failed, long Cancelled);
