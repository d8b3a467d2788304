using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>Wakes the node's <see cref="Fetcher"/>: one of its queues may have work and a place for it.</summary>
internal sealed class FetchWakeup : Wakeup;
