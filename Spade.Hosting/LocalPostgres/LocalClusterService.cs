namespace Spade.Hosting.LocalPostgres;

/// <summary>Starts and stops a cluster and publishes its state, as the orchestrator does for a container.</summary>
internal sealed partial class LocalClusterService(PostgresServerResource server, LocalCluster cluster, int port, TimeProvider time)
    : IHostedService, IDisposable
{
    private const string Address = "127.0.0.1";

    // The orchestrator's property name, which the dashboard shows as the process id.
    private const string ProcessIdProperty = "executable.pid";

    private readonly SemaphoreSlim _mutex = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private InitializeResourceEvent? _initialized;
    private PostgresProcess? _stopped;

    /// <summary>Publishes endpoint and connection strings, which dependent resources need early, then starts the server.</summary>
    internal async Task InitializeAsync(InitializeResourceEvent initialize, CancellationToken cancellationToken)
    {
        _initialized = initialize;
        var endpoint = server.PrimaryEndpoint.EndpointAnnotation;
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Address, port);
        await initialize.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(server, initialize.Services), cancellationToken);
        foreach (var resource in Family())
            await initialize.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, initialize.Services), cancellationToken);
        await initialize.Eventing.PublishAsync(new BeforeResourceStartedEvent(server, initialize.Services), cancellationToken);
        if (await StartAsync(initialize.Logger, cancellationToken) is { } failure && !_stopping.IsCancellationRequested)
            Fail(initialize.Services, failure);
    }

    internal async Task<ExecuteCommandResult> RestartAsync(ExecuteCommandContext context)
    {
        await StopServerAsync();
        var failure = await StartAsync(context.Logger, context.CancellationToken);
        return failure is null ? CommandResults.Success() : CommandResults.Failure(failure);
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await StopServerAsync();
    }

    public void Dispose()
    {
        cluster.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Returns why the server could not start, or null.</summary>
    private async Task<string?> StartAsync(ILogger logger, CancellationToken cancellationToken)
    {
        await _mutex.WaitAsync(cancellationToken);
        try
        {
            if (_stopping.IsCancellationRequested)
                return "The AppHost is stopping.";
            await PublishAsync(KnownResourceStates.Starting);
            await cluster.StartAsync(logger, _stopping.Token);
            await PublishAsync(KnownResourceStates.Running);
            _ = WatchAsync(cluster.Process!);
            return null;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return "The AppHost is stopping.";
        }
        catch (Exception exception)
        {
            // Any unreported error would leave dependent resources waiting forever.
            Log.CannotStart(logger, exception.Message);
            _stopped = cluster.Process;
            await cluster.StopAsync();
            await PublishAsync(KnownResourceStates.FailedToStart);
            return exception is DistributedApplicationException
                ? exception.Message
                : $"'{server.Name}': PostgreSQL cannot start on {cluster.Folder}: {exception.Message}";
        }
        finally
        {
            _mutex.Release();
        }
    }

    private async Task StopServerAsync()
    {
        await _mutex.WaitAsync();
        try
        {
            if (cluster.Process is not { HasExited: false })
                return;
            _stopped = cluster.Process;
            await PublishAsync(KnownResourceStates.Stopping);
            await cluster.StopAsync();
            await PublishAsync(KnownResourceStates.Finished);
        }
        finally
        {
            _mutex.Release();
        }
    }

    private async Task WatchAsync(PostgresProcess process)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        await _mutex.WaitAsync();
        try
        {
            // StopServerAsync publishes the end of a server that it stops.
            if (process == _stopped)
                return;
            Log.Ended(_initialized!.Logger, process.ExitCode);
            await PublishAsync(KnownResourceStates.Exited);
        }
        finally
        {
            _mutex.Release();
        }
    }

    /// <summary>Ends the AppHost: without the database, dependent resources would wait forever.</summary>
    private static void Fail(IServiceProvider services, string message)
    {
        Log.CannotStart(services.GetRequiredService<ILogger<LocalCluster>>(), message);
        Environment.ExitCode = 1;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    /// <summary>The server and its databases, which share its state.</summary>
    private IEnumerable<IResourceWithConnectionString> Family() =>
    [
        server,
        .. _initialized!.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<PostgresDatabaseResource>()
            .Where(database => database.Parent == server),
    ];

    private async Task PublishAsync(string state)
    {
        var isRunning = state == KnownResourceStates.Running;
        var hasEnded = KnownResourceStates.TerminalStates.Contains(state);
        foreach (var resource in Family())
        {
            await _initialized!.Notifications.PublishUpdateAsync(resource, snapshot => snapshot with
            {
                State = state,
                StartTimeStamp = isRunning ? time.GetUtcNow().UtcDateTime : snapshot.StartTimeStamp,
                StopTimeStamp = hasEnded ? time.GetUtcNow().UtcDateTime : null,
                ExitCode = hasEnded && cluster.Process is { HasExited: true } process ? process.ExitCode : null,
                Urls = [.. snapshot.Urls.Select(url => url with { IsInactive = !isRunning })],
                Properties = resource == server && isRunning ? WithProcess(snapshot) : snapshot.Properties,
            });
        }
    }

    private System.Collections.Immutable.ImmutableArray<ResourcePropertySnapshot> WithProcess(CustomResourceSnapshot snapshot) =>
    [
        .. snapshot.Properties.Where(property => property.Name is not (ProcessIdProperty or "data folder")),
        new(ProcessIdProperty, cluster.Process!.Id),
        new("data folder", cluster.Folder),
    ];

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "{Reason}")]
        internal static partial void CannotStart(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "PostgreSQL ended by itself with exit code {ExitCode}. The command restart starts it again.")]
        internal static partial void Ended(ILogger logger, int exitCode);
    }
}
