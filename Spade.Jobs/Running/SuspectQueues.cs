using System.Collections.Concurrent;

namespace Spade.Jobs;

/// <summary>The queues in which a suspect of the poison brake waits to run alone, as of the last look.</summary>
internal sealed class SuspectQueues
{
    private readonly ConcurrentDictionary<string, bool> _queues = new();

    public bool Contains(string queue) => _queues.ContainsKey(queue);

    public void Remove(string queue) => _queues.TryRemove(queue, out _);

    /// <returns>True when a queue was added.</returns>
    public bool Add(string queue) => _queues.TryAdd(queue, true);
}
