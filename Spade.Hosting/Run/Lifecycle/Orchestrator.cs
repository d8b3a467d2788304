using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Run.Network;
using Aspire.Hosting.Run.Network.Balancer;
using Aspire.Hosting.Run.Postgres;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Run.Replicas;
using Aspire.Hosting.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>Runs every resource of the application.</summary>
/// <remarks>Resources start as soon as what they wait for allows. They stop in two steps: all processes side by side, then what they work
/// on, so that no service loses its database while it puts its work away.</remarks>
internal sealed partial class Orchestrator(
    DistributedApplicationModel model, IDistributedApplicationEventing eventing, IServiceProvider services, IConfiguration configuration,
    ApplicationLock applicationLock, EndpointAllocator endpoints, Balancers balancers, PrivateClusters clusters, ReplicaSets replicaSets, Guard guard,
    RunTools tools, ReplicaTools replicaTools, ILogger<Orchestrator> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _processesStop = new();
    private readonly CancellationTokenSource _infrastructureStop = new();
    private readonly List<Task> _processes = [];
    private readonly List<Task> _infrastructure = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new DistributedApplicationException("Run mode needs Linux: it runs its processes in sessions of their own and reads /proc.");
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        await applicationLock.TakeAsync(ApplicationFolder.Of(configuration, configuration["AppHost:Directory"]!), cancellationToken);
        var lives = model.Resources.Select(LifeOf).OfType<ResourceLife>().ToList();
        foreach (var set in lives.OfType<ReplicaSet>())
            replicaSets.Add(set);
        await endpoints.AllocateAsync(lives.Select(life => life.Resource).OfType<IResourceWithEndpoints>(), cancellationToken);
        guard.Start();
        await applicationLock.LeaveWordAsync(guard.ProcessId, cancellationToken);
        // All are known before one is started: whoever waits for another must be able to see it.
        foreach (var resource in model.Resources)
            await tools.Notifications.PublishUpdateAsync(resource, snapshot => Before(resource, snapshot, lives));
        foreach (var resource in model.Resources)
            await eventing.PublishAsync(new InitializeResourceEvent(resource, eventing, tools.Logs.GetLogger(resource), tools.Notifications, services), cancellationToken);
        foreach (var life in lives)
            Begin(life);
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_processes.Count != 0)
            Log.Stopping(logger);
        await _processesStop.CancelAsync();
        await Task.WhenAll(_processes);
        balancers.Dispose();
        await _infrastructureStop.CancelAsync();
        await Task.WhenAll(_infrastructure);
        await guard.EndAsync();
    }

    public void Dispose()
    {
        _processesStop.Dispose();
        _infrastructureStop.Dispose();
    }

    private void Begin(ResourceLife life)
    {
        var isProcess = life is ReplicaSet;
        var stop = isProcess ? _processesStop.Token : _infrastructureStop.Token;
        (isProcess ? _processes : _infrastructure).Add(Task.Run(() => life.RunAsync(stop), CancellationToken.None));
    }

    private ResourceLife? LifeOf(IResource resource) => resource switch
    {
        PostgresServerResource server => PrivateClusters.IsNeeded(server, model) ? new PostgresServerLife(server, clusters.Open(server), tools) : null,
        PostgresDatabaseResource database => new PostgresDatabaseLife(database, tools),
        _ when resource.IsValue() => null,
        _ => new ReplicaSet(resource, replicaTools),
    };

    /// <summary>A value is there from the beginning; a server whose databases are all elsewhere has nothing to do.</summary>
    private static CustomResourceSnapshot Before(IResource resource, CustomResourceSnapshot snapshot, List<ResourceLife> lives) =>
        resource.IsValue() ? snapshot with { State = KnownResourceStates.Running, ResourceReadyEvent = new(Task.CompletedTask) }
        : lives.Exists(life => life.Resource == resource) ? snapshot with { State = KnownResourceStates.NotStarted }
        : snapshot with { State = KnownResourceStates.Finished };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Stopping. Press Ctrl+C again to end everything at once.")]
        internal static partial void Stopping(ILogger logger);
    }
}
