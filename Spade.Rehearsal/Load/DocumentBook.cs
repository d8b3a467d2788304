using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Load;

/// <summary>The documents that were acknowledged so far.</summary>
internal sealed class DocumentBook
{
    /// <summary>Reads concern the latest documents: those that are still being recognised, and some that have just ended.</summary>
    private const int Latest = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AcceptedEntry> _byId = [];
    private readonly List<string> _ids = [];

    internal IReadOnlyList<AcceptedEntry> All
    {
        get
        {
            lock (_lock)
                return [.. _ids.Select(id => _byId[id])];
        }
    }

    internal void Add(AcceptedEntry entry)
    {
        lock (_lock)
        {
            if (_byId.TryAdd(entry.Document, entry))
                _ids.Add(entry.Document);
        }
    }

    /// <summary>One of the latest documents; null before the first.</summary>
    /// <param name="choice">Which, from 0 to 1.</param>
    internal string? Pick(double choice)
    {
        lock (_lock)
        {
            var count = Math.Min(_ids.Count, Latest);
            return count == 0 ? null : _ids[^(1 + Math.Min(count - 1, (int)(choice * count)))];
        }
    }
}
