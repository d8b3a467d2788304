using System.Net;
using System.Net.Sockets;
using Spade.Hosting.LocalPostgres;

namespace Aspire.Hosting;

/// <summary>Runs PostgreSQL from locally installed programs instead of a container.</summary>
public static class LocalClusterExtensions
{
    private static readonly TimeSpan EngineLimit = TimeSpan.FromSeconds(5);

    /// <summary>In a run, the server becomes a private cluster of the installed PostgreSQL (15 or newer). The AppHost owns the process,
    /// which listens on loopback only, requires the resource's password and stops after everything else. The data is kept if the
    /// resource has a data volume or bind mount. Publishing does not change.</summary>
    /// <remarks>The generated password is stored in the AppHost's user secrets. Without a <c>UserSecretsId</c> each run generates a new
    /// one, which does not match kept data. If the server cannot start, the AppHost ends with exit code 1, since dependent resources
    /// would wait forever. Configuration <c>{resource}:DataFolder</c> sets the data folder.</remarks>
    /// <exception cref="DistributedApplicationException">Neither PostgreSQL nor a container engine is available, or the data folder
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
        // Without an image the resource is not a container to the orchestrator, nor to its check for a container engine. Without the
        // certificate callback no development certificate is requested.
        foreach (var annotation in server.Annotations.Where(IsForContainer).ToList())
            server.Annotations.Remove(annotation);
        var port = server.PrimaryEndpoint.EndpointAnnotation.Port ?? FreePort();
        postgres.WithEndpoint(server.PrimaryEndpoint.EndpointName, endpoint =>
            (endpoint.IsProxied, endpoint.Port, endpoint.TargetPort, endpoint.TargetHost) = (false, port, port, "127.0.0.1"));

        var cluster = new LocalCluster(server, folder, installed, account, port, TimeProvider.System);
        var service = new LocalClusterService(server, cluster, port, TimeProvider.System);
        // Hosted services stop in reverse order: first here is last to stop, and services write to the database until they exit.
        // A factory, because the container disposes only what it creates.
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

    /// <summary>Whether a container engine answers. The client may be installed without a running engine.</summary>
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
