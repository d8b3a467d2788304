using System.Net;
using System.Net.Sockets;
using Spade.Hosting.LocalPostgres;

namespace Aspire.Hosting;

/// <summary>PostgreSQL from this machine's own programs, where Aspire would start a container.</summary>
public static class LocalClusterExtensions
{
    private static readonly TimeSpan EngineLimit = TimeSpan.FromSeconds(5);

    /// <summary>In a run, makes the server a private cluster of this machine's PostgreSQL programs (15 or newer): the AppHost owns the
    /// process, it listens on loopback only, asks for the password of the resource, and stops after everything else. The data is kept
    /// when the resource has a data volume or bind mount. Published, nothing changes.</summary>
    /// <remarks>The generated password is kept in the AppHost's user secrets: without a <c>UserSecretsId</c> each run has another one,
    /// which kept data refuses. A server that cannot start ends the AppHost with exit code 1: whoever waits for it would wait
    /// for ever. Configuration <c>{resource}:DataFolder</c> names a folder for the data.</remarks>
    /// <exception cref="DistributedApplicationException">Neither such programs nor a container engine are here, or the data folder
    /// belongs to another version or another AppHost.</exception>
    public static IResourceBuilder<PostgresServerResource> RunAsLocalCluster(this IResourceBuilder<PostgresServerResource> postgres)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        if (!postgres.ApplicationBuilder.ExecutionContext.IsRunMode)
            return postgres;
        var installed = PostgresPrograms.FindAll();
        if (installed.Count > 0)
            return postgres.RunAsLocalCluster(installed);
        if (EngineAnswers("docker") || EngineAnswers("podman"))
            return postgres;
        throw new DistributedApplicationException(
            $"'{postgres.Resource.Name}' needs PostgreSQL {PostgresPrograms.Oldest} or newer, and this machine has neither that nor a "
            + "Docker or Podman that answers. On Debian or Ubuntu: apt-get install postgresql");
    }

    private static IResourceBuilder<PostgresServerResource> RunAsLocalCluster(
        this IResourceBuilder<PostgresServerResource> postgres, IReadOnlyList<PostgresPrograms> installed)
    {
        var server = postgres.Resource;
        var account = PostgresAccount.Find();
        var folder = ClusterFolder.Of(postgres);
        // What makes a resource a container is its image; without one neither the orchestrator nor its check for an engine look at it.
        // Nor does anybody ask for a development certificate for the TLS that a container would offer.
        foreach (var annotation in server.Annotations.Where(IsForContainer).ToList())
            server.Annotations.Remove(annotation);
        var port = server.PrimaryEndpoint.EndpointAnnotation.Port ?? FreePort();
        postgres.WithEndpoint(server.PrimaryEndpoint.EndpointName, endpoint =>
            (endpoint.IsProxied, endpoint.Port, endpoint.TargetPort, endpoint.TargetHost) = (false, port, port, "127.0.0.1"));

        var cluster = new LocalCluster(server, folder, installed, account, port, TimeProvider.System);
        var service = new LocalClusterService(server, cluster, port, TimeProvider.System);
        // The first to be registered is the last to be stopped: services write until their last moment. By a factory, since the container
        // disposes what it makes.
        postgres.ApplicationBuilder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(_ => service));
        postgres.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            cluster.Take();
            return Task.CompletedTask;
        });
        return postgres
            .WithInitialState(new() { ResourceType = "PostgreSQL", Properties = [], State = KnownResourceStates.NotStarted })
            .OnInitializeResource((_, initialize, cancellationToken) => service.InitializeAsync(initialize, cancellationToken))
            .WithCommand(KnownResourceCommands.RestartCommand, "Restart", service.RestartAsync, new CommandOptions
            {
                Description = "Shuts PostgreSQL down and starts it again.", IconName = "ArrowCounterclockwise", UpdateState = CanRestart,
            });
    }

    private static bool IsForContainer(IResourceAnnotation annotation) =>
        annotation is ContainerImageAnnotation or ContainerMountAnnotation or HttpsCertificateConfigurationCallbackAnnotation;

    private static ResourceCommandState CanRestart(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.State?.Text is { } state
        && (state == KnownResourceStates.Running || KnownResourceStates.TerminalStates.Contains(state))
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether a container engine answers. Its client may be there without it.</summary>
    private static bool EngineAnswers(string client)
    {
        try
        {
            var start = new ProcessStartInfo(client, "info") { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            if (process.WaitForExit(EngineLimit))
                return process.ExitCode == 0;
            process.Kill();
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
