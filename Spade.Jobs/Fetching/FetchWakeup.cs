using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>Wakes the node's <see cref="Fetcher"/> when one of its queues may have work and a free slot.</summary>
internal sealed class FetchWakeup : Wakeup;
