using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Recording;

/// <summary>Collects the facts of a run from all of its parts, in the order in which they come.</summary>
internal sealed class Journal
{
    private readonly Lock _lock = new();
    private readonly List<HistoryEntry> _entries = [];
    private readonly List<Action<HistoryEntry>> _listeners = [];

    /// <summary>All facts so far.</summary>
    internal IReadOnlyList<HistoryEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>Adds a fact.</summary>
    internal void Add(HistoryEntry entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
            _listeners.ForEach(listener => listener(entry));
        }
    }

    /// <summary>Adds what was rehearsed, which is the first entry of every history. Facts may have come before: a target is watched from
    /// its start.</summary>
    internal void AddFirst(RunEntry entry)
    {
        lock (_lock)
            _entries.Insert(0, entry);
    }

    /// <summary>Calls a function with each fact from now on, one at a time. It has to be quick and must not add facts.</summary>
    internal void Listen(Action<HistoryEntry> listener)
    {
        lock (_lock)
            _listeners.Add(listener);
    }
}
