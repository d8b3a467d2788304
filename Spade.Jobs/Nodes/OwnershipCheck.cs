using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Nodes;

/// <summary>Writes the heartbeat, and compares this process's runs with the jobs that it owns in the database, both ways.</summary>
internal sealed partial class OwnershipCheck(
    Node node, RunningJobs running, INotifications notifications, TimeProvider time, IOptions<JobsOptions> options,
    ILogger<OwnershipCheck> logger)
{
    /// <summary>Jobs of this node without a run, with the time when they were first seen.</summary>
    private Dictionary<(Guid Id, long Fence), long> _strays = [];

    // The index by node keeps entries of ended jobs until VACUUM removes them. Under an old snapshot they grow without limit, and the
    // heartbeat must not wait for reading them.
    private readonly Pace _pace = new(TimeSpan.Zero, time);

    /// <summary>Writes the heartbeat, cancels runs whose job was taken away, and releases jobs without a run.</summary>
    /// <param name="connection">The node's session.</param>
    /// <param name="isAsked">A notification says that a job was taken away.</param>
    public void Beat(NpgsqlConnection connection, bool isAsked)
    {
        if (!isAsked && !_pace.IsDue)
        {
            NodeStore.Beat(connection, node);
            return;
        }
        var began = time.GetTimestamp();
        // Before the query, see RunningJobs.Snapshot.
        var leases = running.Snapshot();
        var owned = NodeStore.BeatAndAsk(connection, node);
        _pace.Ran(began);
        foreach (var lease in leases)
        {
            if (!owned.ContainsKey((lease.Job.Id, lease.Job.Fence)) && !lease.IsSettling && !lease.Lost.IsCancellationRequested)
            {
                Log.JobLost(logger, lease.Job.Id, lease.Job.Queue);
                lease.MarkLost();
            }
        }
        ReleaseStrays(connection, owned);
    }

    /// <summary>A claim whose response was lost, or a run that failed, leaves a job of this node without a run. It is released if that is
    /// still so a heartbeat later and no pending claim is as old: handlers that block all threads can delay the result of a
    /// claim.</summary>
    private void ReleaseStrays(NpgsqlConnection connection, Dictionary<(Guid Id, long Fence), string> owned)
    {
        // Read before the runs: a claim that ends in between has already added its jobs.
        var claim = running.OldestClaim ?? long.MaxValue;
        var run = running.Snapshot().Select(lease => (lease.Job.Id, lease.Job.Fence)).ToHashSet();
        var now = time.GetTimestamp();
        _strays = owned.Keys.Where(key => !run.Contains(key)).ToDictionary(key => key, key => _strays.GetValueOrDefault(key, now));
        foreach (var ((id, fence), since) in _strays)
        {
            if (time.GetElapsedTime(since, now) < options.Value.HeartbeatInterval || claim <= since)
                continue;
            Log.Stray(logger, id);
            if (NodeStore.Release(connection, node, id, fence))
                notifications.Publish(NotificationTopics.Everywhere, owned[(id, fence)]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1511, LogLevel.Warning, "Job {JobId} of queue {Queue} is not this node's any more; its handler is cancelled")]
        public static partial void JobLost(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1512, LogLevel.Warning, "Job {JobId} is this node's but nothing runs it; it is released")]
        public static partial void Stray(ILogger logger, Guid jobId);
    }
}
