using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of every resource, and waiting for states.</summary>
/// <remarks>One lock orders all updates, so that every watcher sees each resource's states in the order in which they were reached.</remarks>
public sealed class ResourceNotificationService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];

    /// <summary>Changes what can be told about a resource and tells every watcher.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    /// <summary>Changes what can be told about one instance of a resource and tells every watcher.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">Which instance; the resource's name for all of them together.</param>
    /// <param name="stateFactory">Makes of what can be told now what can be told next.</param>
    public Task PublishUpdateAsync(
        IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        Publish(resource, resourceId, stateFactory);
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="PublishUpdateAsync(IResource, string, Func{CustomResourceSnapshot, CustomResourceSnapshot})"/>
    internal void Publish(
        IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var before = _current.GetValueOrDefault(resourceId)?.Snapshot ?? new() { ResourceType = TypeOf(resource) };
            var next = new ResourceEvent(resource, resourceId, stateFactory(before));
            _current[resourceId] = next;
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(next);
        }
    }

    /// <summary>What can be told now about a resource, or about one instance of it.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
            return _current.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>What can be told about every resource and every instance now, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new() { SingleReader = true });
        lock (_lock)
        {
            foreach (var current in _current.Values)
                channel.Writer.TryWrite(current);
            _watchers.Add(channel);
        }

        try
        {
            await foreach (var next in channel.Reader.ReadAllAsync(cancellationToken))
                yield return next;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Waits until a resource is in a state; <c>Running</c> when none is named.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource is in one of some states and says in which.</summary>
    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var wanted = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = await WaitForResourceAsync(resourceName, next => next.Snapshot.State is { } state && wanted.Contains(state.Text), cancellationToken);
        return found.Snapshot.State!.Text;
    }

    /// <summary>Waits until something is true of a resource, or of one instance of it.</summary>
    /// <param name="resourceName">Name of the resource, for all its instances together, or of an instance.</param>
    /// <param name="predicate">What is to be true.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var next in WatchAsync(cancellationToken))
        {
            if (string.Equals(next.ResourceId, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(next))
                return next;
        }

        throw new OperationCanceledException("Nothing happens any more.", cancellationToken);
    }

    /// <summary>Waits until a resource runs, is healthy, and everybody who wanted to know has been told so.</summary>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        var healthy = await WaitForResourceAsync(
            resourceName,
            next => next.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReadyEvent: not null },
            cancellationToken);
        await healthy.Snapshot.ResourceReadyEvent!.EventTask.WaitAsync(cancellationToken);
        return healthy;
    }

    private static string TypeOf(IResource resource)
    {
        var name = resource.GetType().Name;
        return name.EndsWith("Resource", StringComparison.Ordinal) ? name[..^"Resource".Length] : name;
    }
}
