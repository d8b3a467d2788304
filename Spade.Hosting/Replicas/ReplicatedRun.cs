using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.Hosting.Replicas;

/// <summary>The life of a service in Aspire's model.</summary>
internal sealed class ReplicatedRun(ReplicaSet set, int? port, TimeProvider time) : IAsyncDisposable
{
    private Balancer? _balancer;

    /// <exception cref="DistributedApplicationException">The port is taken.</exception>
    internal async Task ListenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Once asked for, the container disposes it.
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
            throw new DistributedApplicationException(
                string.Create(CultureInfo.InvariantCulture, $"'{set.Service.Name}' cannot listen on {Balancer.Host}:{listen}: {reason}. Stop the program that has it, or choose another port."), exception);
        }
    }

    internal async Task RunAsync(InitializeResourceEvent initialize, CancellationToken cancellationToken)
    {
        if (set.Service.Annotations.OfType<EndpointAnnotation>().SingleOrDefault() is { } endpoint)
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Balancer.Host, port!.Value);
        await initialize.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(set.Service, initialize.Services), cancellationToken);
        await PublishAsync(KnownResourceStates.Starting, initialize);
        var watch = set.WatchAsync(initialize.Notifications, initialize.Services.GetRequiredService<ResourceLoggerService>(), cancellationToken);
        // Its health is asked for from here on, and again only after some seconds when it is bad: so not before it is good.
        await await Task.WhenAny(watch, set.WaitAsync(() => set.Ready.Count >= set.Service.Wanted, cancellationToken));
        await PublishAsync(KnownResourceStates.Running, initialize);
        await watch;
    }

    private Task PublishAsync(string state, InitializeResourceEvent initialize) => initialize.Notifications.PublishUpdateAsync(set.Service, snapshot => snapshot with
    {
        State = state,
        StartTimeStamp = snapshot.StartTimeStamp ?? time.GetUtcNow().UtcDateTime,
        // The balancer listens by now.
        Urls = [.. snapshot.Urls.Select(url => url with { IsInactive = false })],
    });

    public async ValueTask DisposeAsync()
    {
        if (_balancer is not null)
            await _balancer.DisposeAsync();
        set.Dispose();
    }
}
