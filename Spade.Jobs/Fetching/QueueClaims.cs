using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>Begins the claims of one queue, separate ones and those in the transactions of completions.</summary>
internal sealed class QueueClaims(NodeSlots slots, RunningJobs running, ClaimChoice choice, QueueDemand demand, TimeProvider time)
{
    /// <summary>Reserves the slots for a claim.</summary>
    /// <returns>Null while a job in quarantine runs alone.</returns>
    public QueueClaim? TryBegin(int places) =>
        slots.TryReserve(places) ? new QueueClaim(places, slots, running, choice, demand.Backlog, time) : null;
}
