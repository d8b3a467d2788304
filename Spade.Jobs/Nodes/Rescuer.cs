using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Notifications;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Nodes;

/// <summary>Declares nodes dead and releases their jobs. Every node does this for all others; the first one wins.</summary>
internal sealed partial class Rescuer(
    Node node, IQuarantineWatch quarantine, INotifications notifications, JobsMetrics metrics, ILogger<Rescuer> logger)
{
    /// <summary>Reads all other nodes once and rescues the jobs of dead ones.</summary>
    public void Judge(NpgsqlConnection connection, PeerWatch watch, TimeSpan now)
    {
        var (readings, uptime) = NodeStore.ReadPeers(connection, node);
        foreach (var dead in watch.Judge(readings, now, uptime))
            Bury(connection, dead);
    }

    /// <summary>Rescues jobs that an earlier rescue skipped because their rows were locked, and looks for jobs in
    /// quarantine.</summary>
    public void Sweep(NpgsqlConnection connection)
    {
        var (leftBy, queues) = NodeStore.Sweep(connection, quarantine.Queues);
        quarantine.Found(queues);
        foreach (var dead in leftBy)
            Announce(dead, NodeStore.Rescue(connection, null, dead));
    }

    private void Bury(NpgsqlConnection connection, PeerReading dead)
    {
        using var transaction = connection.BeginTransaction();
        if (!NodeStore.MarkLost(connection, transaction, dead))
            return;
        var orphans = NodeStore.Rescue(connection, transaction, dead.Node);
        transaction.Commit();
        Log.NodeLost(logger, dead.Node, dead.IsLockFree ? "its lock is free" : "its heartbeat has stopped", orphans.Count);
        Announce(dead.Node, orphans);
    }

    private void Announce(Guid dead, List<(Guid Job, string Queue)> orphans)
    {
        foreach (var (job, queue) in orphans)
        {
            Log.JobRescued(logger, job, queue, dead);
            metrics.Rescued(queue);
            notifications.Publish(NotificationTopics.Everywhere, queue);
        }
        // If the node is alive after all, it must learn at once that it no longer owns the jobs.
        if (orphans.Count > 0)
            notifications.Publish(NotificationTopics.Ownership, dead.ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(1521, LogLevel.Warning, "Node {NodeId} is lost, {Evidence}; {Count} of its jobs move on")]
        public static partial void NodeLost(ILogger logger, Guid nodeId, string evidence, int count);

        [LoggerMessage(1522, LogLevel.Warning, "Job {JobId} of queue {Queue} was rescued from node {NodeId}")]
        public static partial void JobRescued(ILogger logger, Guid jobId, string queue, Guid nodeId);
    }
}
