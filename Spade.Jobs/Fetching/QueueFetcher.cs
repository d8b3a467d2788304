using Microsoft.Extensions.Logging;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Fetching;

/// <summary>Fills one queue's free slots on this node: claims at most as many jobs and starts them. The <see cref="Fetcher"/> decides when,
/// by the requests in the queue's <see cref="QueueDemand"/>.</summary>
internal sealed partial class QueueFetcher(
    JobQueue queue, ClaimStore store, QueueClaims claims, JobStarter starter, QueueDemand demand, ILogger<QueueFetcher> logger)
{
    /// <summary>The queue's name.</summary>
    public string Queue => queue.Name;

    public QueueDemand Demand => demand;

    public JobStarter Starter => starter;

    /// <summary>Claims and starts as many jobs as there are free slots. Never throws.</summary>
    /// <returns>True when there may be more to claim at once.</returns>
    public async Task<bool> LookAsync()
    {
        var free = starter.Free;
        if (free <= 0)
            return false;
        if (claims.TryBegin(free) is not { } claim)
        {
            demand.Backlog.MayHaveGrown();
            return false;
        }
        using var underWay = claim;
        if (await TryClaimAsync(claim) is not { } claimed)
            return false;
        var mayBeMore = claim.Succeed(claimed);
        await starter.StartAsync(claimed);
        return mayBeMore;
    }

    /// <returns>Null when the claim failed.</returns>
    private async Task<List<ClaimedJob>?> TryClaimAsync(QueueClaim claim)
    {
        try
        {
            // Not cancelled by the drain: if the server commits a claim whose result is not read, the jobs wait for a rescue.
            return await store.ClaimAsync(queue.Name, claim.Places, claim.Look, CancellationToken.None);
        }
        catch (Exception exception)
        {
            claim.Fail();
            if (DatabaseFaults.IsUnusable(exception))
                Log.CannotClaim(logger, queue.Name, exception.Message);
            else
                Log.ClaimBroke(logger, exception, queue.Name);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Warning, "Queue {Queue} cannot be read now and is tried again: {Reason}")]
        public static partial void CannotClaim(ILogger logger, string queue, string reason);

        [LoggerMessage(1303, LogLevel.Error, "Claiming from queue {Queue} broke; it is tried again")]
        public static partial void ClaimBroke(ILogger logger, Exception exception, string queue);
    }
}
