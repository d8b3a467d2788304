using Microsoft.Extensions.Logging;
using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;

namespace Spade.Jobs.Fetching;

/// <summary>Releases jobs whose claim ended after the stop had begun.</summary>
internal sealed partial class UnstartedJobs(LeaseStore store, NodeSlots slots, INotifications notifications, ILogger<UnstartedJobs> logger)
{
    /// <summary>Releases the jobs of one queue and frees their slots. Never throws.</summary>
    public async Task GiveBackAsync(List<ClaimedJob> claimed)
    {
        foreach (var job in claimed)
        {
            await GiveBackAsync(job);
            slots.Release(1);
        }
        if (claimed is [var first, ..])
            notifications.Publish(NotificationTopics.Everywhere, first.Queue);
    }

    private async Task GiveBackAsync(ClaimedJob job)
    {
        try
        {
            await store.WriteAsync(FencedStatements.GiveBack(job), null, CancellationToken.None);
            Log.GivenBack(logger, job.Id, job.Queue);
        }
        catch (Exception exception)
        {
            // The job stays this node's without a run until the ownership check or a peer releases it.
            Log.NotGivenBack(logger, job.Id, job.Queue, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1302, LogLevel.Information, "Job {JobId} of queue {Queue} was given back unstarted")]
        public static partial void GivenBack(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1307, LogLevel.Warning,
            "Job {JobId} of queue {Queue} could not be given back unstarted; it is rescued later: {Reason}")]
        public static partial void NotGivenBack(ILogger logger, Guid jobId, string queue, string reason);
    }
}
