using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Spade.Jobs;

/// <summary>Declares nodes dead and moves their jobs on. Every node does this for every other; whoever is first, does it.</summary>
internal sealed partial class Rescuer(
    Node node, SuspectWatch suspects, IHints hints, JobsMetrics metrics, IOptions<JobsOptions> options, ILogger<Rescuer> logger)
{
    /// <summary>Takes one reading of every other node and acts on the verdicts.</summary>
    public async Task JudgeAsync(NpgsqlConnection connection, PeerWatch watch, TimeSpan now, CancellationToken cancellationToken)
    {
        var (readings, uptime) = await NodeStore.ReadPeersAsync(connection, node, options.Value.StaleAfter, cancellationToken);
        foreach (var dead in watch.Judge(readings, now, uptime))
            await BuryAsync(connection, dead, cancellationToken);
    }

    /// <summary>Takes the jobs that an earlier rescue had to skip because their rows were locked, and looks for jobs that must run alone.</summary>
    public async Task SweepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (leftBy, queues) = await NodeStore.SweepAsync(connection, suspects.Queues, cancellationToken);
        suspects.Found(queues);
        foreach (var dead in leftBy)
            Announce(dead, await NodeStore.RescueAsync(connection, null, dead, cancellationToken));
    }

    private async Task BuryAsync(NpgsqlConnection connection, PeerReading dead, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await NodeStore.MarkLostAsync(connection, transaction, dead, cancellationToken))
            return;
        var orphans = await NodeStore.RescueAsync(connection, transaction, dead.Node, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.NodeLost(logger, dead.Node, dead.LockFree ? "its lock is free" : "its heartbeat is stale", orphans.Count);
        Announce(dead.Node, orphans);
    }

    private void Announce(Guid dead, List<(Guid Job, string Queue)> orphans)
    {
        foreach (var (job, queue) in orphans)
        {
            Log.JobRescued(logger, job, queue, dead);
            metrics.Rescued(queue);
            hints.Publish(HintTopics.Everywhere, queue);
        }
        // If the verdict was wrong, the living node should learn at once that it must stop.
        if (orphans.Count > 0)
            hints.Publish(HintTopics.Ownership, dead.ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(1521, LogLevel.Warning, "Node {NodeId} is lost, {Evidence}; {Count} of its jobs move on")]
        public static partial void NodeLost(ILogger logger, Guid nodeId, string evidence, int count);

        [LoggerMessage(1522, LogLevel.Warning, "Job {JobId} of queue {Queue} was rescued from node {NodeId}")]
        public static partial void JobRescued(ILogger logger, Guid jobId, string queue, Guid nodeId);
    }
}
