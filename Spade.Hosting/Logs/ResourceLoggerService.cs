using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What resources write, and what is written about them.</summary>
public sealed class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Raised for every line of every resource, on the writer's thread: whoever listens must be quick.</summary>
    internal event Action<string, LogLine>? LineWritten;

    /// <summary>A logger that writes among the resource's own lines.</summary>
    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    /// <summary>A logger that writes among the resource's own lines.</summary>
    public ILogger GetLogger(string resourceName) => new ResourceLogger(this, resourceName);

    /// <summary>The lines kept of a resource (the last 10,000), then every new one, in batches.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>The lines kept of a resource (the last 10,000), then every new one, in batches.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => ReadAsync(LogOf(resourceName), CancellationToken.None);

    internal void Write(string resourceName, string content, bool isError) =>
        LineWritten?.Invoke(resourceName, LogOf(resourceName).Append(content, isError));

    private ResourceLog LogOf(string resourceName) => _logs.GetOrAdd(resourceName, _ => new());

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(ResourceLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = log.Subscribe();
        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                    batch.Add(line);
                yield return batch;
            }
        }
        finally
        {
            log.Unsubscribe(channel);
        }
    }
}
