using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last lines of one resource, and who reads along.</summary>
internal sealed class ResourceLog
{
    /// <summary>Lines kept per resource: Aspire's dashboard keeps as many.</summary>
    internal const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<Channel<LogLine>> _readers = [];
    private int _count;

    internal LogLine Append(string content, bool isError)
    {
        lock (_lock)
        {
            var line = new LogLine(++_count, content, isError);
            _lines.Enqueue(line);
            if (_lines.Count > Capacity)
                _lines.Dequeue();
            foreach (var reader in _readers)
                reader.Writer.TryWrite(line);
            return line;
        }
    }

    /// <summary>Everything kept, then everything that follows.</summary>
    internal Channel<LogLine> Subscribe()
    {
        var channel = Channel.CreateUnbounded<LogLine>(new() { SingleReader = true });
        lock (_lock)
        {
            foreach (var line in _lines)
                channel.Writer.TryWrite(line);
            _readers.Add(channel);
        }

        return channel;
    }

    internal void Unsubscribe(Channel<LogLine> channel)
    {
        lock (_lock)
            _readers.Remove(channel);
    }
}
