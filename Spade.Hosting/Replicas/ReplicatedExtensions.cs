using Spade.Hosting.GracefulShutdown;
using Spade.Hosting.Replicas;

namespace Aspire.Hosting;

/// <summary>Services with several replicas and a rolling restart.</summary>
public static class ReplicatedExtensions
{
    private const string InstanceId = """-{{- index .Annotations "otel-service-instance-id" -}}""";

    /// <summary>Adds a service. In a run, its replicas and one spare are resources of their own, <c>name-1</c>, <c>name-2</c>, …, and
    /// children of the returned resource. Its command <c>rolling-restart</c> starts the spare, waits until it is ready, stops an old
    /// replica, which becomes the next spare, and so on. Published, it is one project with a replica count.</summary>
    /// <remarks>A replica is ready when its readiness probe (<c>WithHttpProbe</c>) succeeds; without a probe, when it runs. It needs an
    /// endpoint <c>http</c>. Forwarded headers are off because no proxy in front can be trusted. The built executable runs, not
    /// <c>dotnet run</c>; in a debug session the IDE starts it.</remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the service.</param>
    /// <param name="replicas">Number of replicas that should run, at least one.</param>
    /// <param name="configure">Configures each replica; when publishing, the one project.</param>
    /// <param name="port">Loopback port of a balancer in front; null for none. It sends each request to the next ready replica, with the
    /// client's Host and without forwarding headers. Bodies and events stream; only connections that are idle for an hour are
    /// closed.</param>
    /// <exception cref="DistributedApplicationException">The number of replicas is below one, the port is not from 1 to 65535, a replica
    /// has no endpoint <c>http</c>, or the project has not been built.</exception>
    public static IResourceBuilder<IResourceWithServiceDiscovery> AddReplicated<TProject>(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int replicas,
        Action<IResourceBuilder<ProjectResource>> configure, int? port = null)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        if (port is < 1 or > ushort.MaxValue)
            throw new DistributedApplicationException($"'{name}' cannot listen on port {port}: give it one from 1 to 65535.");
        if (replicas < 1)
            throw new DistributedApplicationException($"'{name}' is to have {replicas} replicas: give it 1 or more.");
        if (builder.ExecutionContext.IsRunMode)
            return builder.AddRun<TProject>(name, replicas, configure, port);
        var project = builder.AddProject<TProject>(name, launchProfileName: null).WithReplicas(replicas).DisableForwardedHeaders();
        configure(project);
        return project;
    }

    private static IResourceBuilder<ReplicatedResource> AddRun<TProject>(
        this IDistributedApplicationBuilder builder, string name, int replicas, Action<IResourceBuilder<ProjectResource>> configure,
        int? port)
        where TProject : IProjectMetadata, new()
    {
        var service = builder.AddResource(new ReplicatedResource(name, replicas));
        for (var number = 1; number <= replicas + 1; number++)
            service.AddReplica<TProject>(number, configure);
        var set = new ReplicaSet(service.Resource, TimeProvider.System);
        var run = new ReplicatedRun(set, port, TimeProvider.System);
        var healthCheck = $"{name}-replicas";
        builder.Services.AddSingleton<ITrafficGate>(_ => set);
        builder.Services.AddSingleton(_ => run);
        builder.Services.AddHealthChecks().Add(new(healthCheck, set, failureStatus: null, tags: null));
        // Listen before anything starts, so that a port conflict is reported at once and not after PostgreSQL is up.
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) => run.ListenAsync(start.Services, cancellationToken));
        if (port is { } listen)
        {
            service.WithHttpEndpoint(listen, listen, "http", isProxied: false)
                .WithEndpoint("http", endpoint => endpoint.TargetHost = Balancer.Host);
        }

        return service
            .WithHealthCheck(healthCheck)
            .WithInitialState(
                new() { ResourceType = "Service", Properties = [new("replicas", replicas)], State = KnownResourceStates.NotStarted })
            .OnInitializeResource((_, initialize, cancellationToken) => run.RunAsync(initialize, cancellationToken))
            .WithCommand(RollingRestart.Command, "Rolling restart", new RollingRestart(set, TimeProvider.System).RunAsync, new()
            {
                Description = "Replaces the replicas one after the other; at no time are fewer ready than wanted.",
                IconName = "ArrowSyncCircle",
                IsHighlighted = true,
                UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
                    ? ResourceCommandState.Enabled
                    : ResourceCommandState.Disabled,
            });
    }

    private static void AddReplica<TProject>(
        this IResourceBuilder<ReplicatedResource> service, int number, Action<IResourceBuilder<ProjectResource>> configure)
        where TProject : IProjectMetadata, new()
    {
        var name = service.Resource.Name;
        // No launch profile: its fixed URL would be the URL of every replica.
        var replica = service.ApplicationBuilder.AddProject<TProject>($"{name}-{number}", launchProfileName: null)
            .DisableForwardedHeaders()
            // Requests come over loopback and plain HTTP, so no development certificate is needed.
            .WithoutHttpsCertificate()
            .WithParentRelationship(service);
        configure(replica);
        if (!replica.Resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == "http"))
            throw new DistributedApplicationException($"'{name}-{number}' has no endpoint 'http' for requests: call WithHttpEndpoint().");
        BuiltProgram.Run(replica);
        // The orchestrator's proxy would accept and hold connections for a replica that is not ready.
        foreach (var endpoint in replica.Resource.Annotations.OfType<EndpointAnnotation>())
            endpoint.IsProxied = false;
        // Telemetry sees one service. The dashboard matches telemetry to a resource by service name plus instance id, so set both.
        replica
            .WithEnvironment("OTEL_SERVICE_NAME", name)
            .WithEnvironment("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={number}" + InstanceId);
        if (number > service.Resource.Wanted)
            replica.WithExplicitStart();
        service.Resource.Add(replica.Resource);
    }
}
