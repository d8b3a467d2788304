using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>Begins the claims of one queue: by themselves, or beside completions.</summary>
internal sealed class QueueClaims(NodeSlots slots, RunningJobs running, ClaimWindow window, QueueDemand demand, TimeProvider time)
{
    /// <summary>Reserves the places that a claim is to fill.</summary>
    /// <returns>Null while a quarantined job has the node to itself.</returns>
    public QueueClaim? TryBegin(int places) =>
        slots.TryReserve(places) ? new QueueClaim(places, slots, running, window, demand.Backlog, time) : null;
}
