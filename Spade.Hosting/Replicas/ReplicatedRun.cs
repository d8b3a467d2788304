using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Spade.Hosting.Replicas;

/// <summary>The life of a service in Aspire's model.</summary>
internal sealed class ReplicatedRun(ReplicaSet set, int? port, TimeProvider time) : IAsyncDisposable
{
    private Balancer? _balancer;

    /// <exception cref="DistributedApplicationException">The port is taken.</exception>
    internal async Task ListenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // The container disposes only services that were resolved.
        _ = services.GetServices<ReplicatedRun>().Count();
        if (port is not { } listen)
            return;
        _balancer = new Balancer(set, listen);
        try
        {
            await _balancer.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            var reason = exception.InnerException is AddressInUseException ? "the port is taken" : exception.Message;
            throw new DistributedApplicationException($"'{set.Service.Name}' cannot listen on {Balancer.Host}:{listen}: {reason}. "
                + "Stop the program that has it, or choose another port.", exception);
        }
    }

    internal async Task RunAsync(InitializeResourceEvent initialize, CancellationToken cancellationToken)
    {
        if (set.Service.Annotations.OfType<EndpointAnnotation>().SingleOrDefault() is { } endpoint)
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Balancer.Host, port!.Value);
        await initialize.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(set.Service, initialize.Services), cancellationToken);
        await PublishAsync(KnownResourceStates.Starting, initialize);
        var watch = set.WatchAsync(
            initialize.Notifications, initialize.Services.GetRequiredService<ResourceLoggerService>(), cancellationToken);
        // Aspire checks the health once it runs, and a failed check is repeated only seconds later: wait until it will pass.
        await await Task.WhenAny(watch, set.WaitAsync(() => set.Ready.Count >= set.Service.Wanted, cancellationToken));
        await PublishAsync(KnownResourceStates.Running, initialize);
        await watch;
    }

    private Task PublishAsync(string state, InitializeResourceEvent initialize) =>
        initialize.Notifications.PublishUpdateAsync(set.Service, snapshot => snapshot with
        {
            State = state,
            StartTimeStamp = snapshot.StartTimeStamp ?? time.GetUtcNow().UtcDateTime,
            // The balancer is already listening.
            Urls = [.. snapshot.Urls.Select(url => url with { IsInactive = false })],
        });

    public async ValueTask DisposeAsync()
    {
        if (_balancer is not null)
            await _balancer.DisposeAsync();
        set.Dispose();
    }
}
