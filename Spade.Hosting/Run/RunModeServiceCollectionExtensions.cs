using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Containers;
using Aspire.Hosting.Health;
using Aspire.Hosting.Run.Console;
using Aspire.Hosting.Run.Lifecycle;
using Aspire.Hosting.Run.Network;
using Aspire.Hosting.Run.Network.Balancer;
using Aspire.Hosting.Run.Postgres;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Run.Replicas;
using Aspire.Hosting.Run.Terminal;
using Aspire.Hosting.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run;

/// <summary>The parts of run mode.</summary>
internal static class RunModeServiceCollectionExtensions
{
    internal static IServiceCollection AddRunMode(this IServiceCollection services, ILoggingBuilder logging)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RunFailure>();
        services.AddSingleton<ResourceNotificationService>().AddSingleton<ResourceLoggerService>();
        // Started first and stopped last: it shows what the others do.
        services.AddSingleton<RunConsole>().AddHostedService(provider => provider.GetRequiredService<RunConsole>());
        services.AddSingleton<ApplicationLock>().AddSingleton<PortSupply>().AddSingleton<Balancers>().AddSingleton<EndpointAllocator>();
        services.AddSingleton<Guard>().AddSingleton<ProjectBuild>().AddSingleton<ProcessPreparation>();
        services.AddSingleton<ContainerRuntime>().AddSingleton<ContainerPreparation>();
        services.AddSingleton<RunTools>().AddSingleton<HealthMonitor>().AddSingleton<DependencyWait>();
        services.AddSingleton<PrivateClusters>();
        services.AddSingleton<ReplicaTools>().AddSingleton<ReplicaSets>();
        services.AddSingleton(provider => new ResourceCommandService(
            provider.GetRequiredService<DistributedApplicationModel>(), provider.GetRequiredService<ReplicaSets>(),
            provider.GetRequiredService<ResourceNotificationService>(), provider));
        services.AddTerminal();
        services.AddHostedService<Orchestrator>();
        services.AddHostedService<ReadyAnnouncement>();
        services.AddHealthChecks();
        services.AddHttpClient(HttpEndpointHealthCheck.ClientName, client => client.Timeout = HealthMonitor.CheckLimit);
        // Every step of a stop has a limit of its own; one over all would cut the last of them, which is PostgreSQL's.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        ConfigureLogging(services, logging);
        return services;
    }

    private static IServiceCollection AddTerminal(this IServiceCollection services) => services
        .AddSingleton<TerminalSocket>().AddSingleton<TerminalClient>().AddSingleton<TerminalNames>()
        .AddSingleton<ITerminalVerb, PsVerb>().AddSingleton<ITerminalVerb, LogsVerb>()
        .AddSingleton<ITerminalVerb, StatusVerb>().AddSingleton<ITerminalVerb, CommandVerb>()
        .AddHostedService<TerminalServer>();

    private static void ConfigureLogging(IServiceCollection services, ILoggingBuilder logging)
    {
        logging.ClearProviders();
        services.AddSingleton<ILoggerProvider, RunConsoleLoggerProvider>();
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        // Failing checks are how a start looks while it is under way, and the host's view of a failed start is a stack trace.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
