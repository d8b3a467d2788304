using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What resources write, and what is written about them.</summary>
/// <remarks>One log per resource holds the lines of all its instances; an instance's log is what of it comes from the instance.</remarks>
/// <param name="clock">Tells when a line came.</param>
public sealed class ResourceLoggerService(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Raised for every line of every resource, on the writer's thread: whoever listens must be quick.</summary>
    internal event Action<LogEntry>? LineWritten;

    /// <summary>A logger that writes among the resource's own lines.</summary>
    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    /// <summary>A logger that writes among the own lines of a resource, or of one instance of it.</summary>
    public ILogger GetLogger(string resourceName) => new ResourceLogger(this, resourceName);

    /// <summary>The lines kept of a resource (the last 10,000), of all its instances together, then every new one, in batches. Whoever reads
    /// so slowly that 10,000 lines wait loses the oldest of them: a gap in the numbers.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>The lines kept of a resource or of one instance (the last 10,000), then every new one, in batches. Whoever reads so slowly
    /// that 10,000 lines wait loses the oldest of them.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => ReadAsync(resourceName, CancellationToken.None);

    /// <summary>From here on what the instance writes is in the resource's log.</summary>
    internal void AddInstance(string instanceId, IResource resource) => _owners[instanceId] = resource.Name;

    /// <summary>The resource that an instance is of; a resource's own name for itself.</summary>
    internal string OwnerOf(string source) => _owners.GetValueOrDefault(source, source);

    /// <summary>Adds each line of a text.</summary>
    internal void Write(string source, string text, bool isError)
    {
        foreach (var line in TextLines.Of(text))
        {
            var entry = LogOf(source).Append(clock.GetUtcNow(), source, line, isError);
            LineWritten?.Invoke(entry);
        }
    }

    /// <summary>The application has ended: who reads along gets to the end.</summary>
    internal void Complete()
    {
        foreach (var log in _logs.Values)
            log.Complete();
    }

    /// <summary>The log that holds the lines of a resource or of an instance, among others.</summary>
    internal ResourceLog LogOf(string source) => _logs.GetOrAdd(OwnerOf(source), _ => new());

    /// <summary>Whether a line of that log is one of them.</summary>
    internal bool IsFrom(LogEntry entry, string source) => !_owners.ContainsKey(source) || string.Equals(entry.Source, source, StringComparison.OrdinalIgnoreCase);

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var log = LogOf(source);
        var (kept, following) = log.Subscribe();
        try
        {
            if (Lines(kept) is { Count: > 0 } first)
                yield return first;
            while (await following.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogEntry>();
                while (following.Reader.TryRead(out var entry))
                    batch.Add(entry);
                if (Lines(batch) is { Count: > 0 } next)
                    yield return next;
            }
        }
        finally
        {
            log.Unsubscribe(following);
        }

        IReadOnlyList<LogLine> Lines(IEnumerable<LogEntry> entries) => [.. entries.Where(entry => IsFrom(entry, source)).Select(entry => entry.Line)];
    }
}
