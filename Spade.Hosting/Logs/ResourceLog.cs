using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines of one resource, and who reads along.</summary>
internal sealed class ResourceLog
{
    /// <summary>Lines kept per resource: Aspire's dashboard keeps as many.</summary>
    internal const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _entries = new();
    private readonly List<Channel<LogEntry>> _readers = [];
    private int _count;
    private bool _isComplete;

    internal LogEntry Append(DateTimeOffset at, string source, string content, bool isError)
    {
        lock (_lock)
        {
            var entry = new LogEntry(at, source, new(++_count, content, isError));
            _entries.Enqueue(entry);
            if (_entries.Count > Capacity)
                _entries.Dequeue();
            foreach (var reader in _readers)
                reader.Writer.TryWrite(entry);
            return entry;
        }
    }

    /// <summary>Everything kept.</summary>
    internal IReadOnlyList<LogEntry> Kept()
    {
        lock (_lock)
            return [.. _entries];
    }

    /// <summary>Everything kept, and a channel with what follows; a reader that is that many lines behind loses the oldest, and sees it by
    /// the lines' numbers.</summary>
    internal (IReadOnlyList<LogEntry> Kept, Channel<LogEntry> Following) Subscribe()
    {
        var channel = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (_isComplete)
                channel.Writer.Complete();
            _readers.Add(channel);
            return ([.. _entries], channel);
        }
    }

    /// <summary>Nothing follows any more: who reads along gets to the end.</summary>
    internal void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            foreach (var reader in _readers)
                reader.Writer.TryComplete();
        }
    }

    internal void Unsubscribe(Channel<LogEntry> channel)
    {
        lock (_lock)
            _readers.Remove(channel);
    }
}
