using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spade.Jobs.Client;
using Spade.Jobs.Completing;
using Spade.Jobs.Configuration;
using Spade.Jobs.Executing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;
using Spade.Jobs.Maintenance;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Quarantine;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;
using Spade.Jobs.Timing;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Explain;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;

namespace Spade.Jobs;

/// <summary>Registers the job queue.</summary>
public static class JobsRegistration
{
    private static readonly ConnectionUse NodeSessionUse = new("node session", 1);

    /// <summary>Makes this process a node of the queue: it can enqueue jobs, writes a heartbeat and rescues the jobs of dead nodes. A stop
    /// counts its running jobs and waits for them, within the service's <see cref="ShutdownBudget"/> if there is one. Needs an
    /// <c>NpgsqlDataSource</c>, and the <see cref="SchemaGate"/> to be opened when the schema exists.</summary>
    public static JobsBuilder AddJobs(this IServiceCollection services, Action<JobsOptions>? configure = null)
    {
        services.AddConfiguration(configure);
        services.AddClient();
        services.AddNotifications();
        services.AddNode();
        services.AddLeases();
        services.AddFetching();
        services.AddQuarantine();
        services.AddMaintenance();
        services.AddHostedService<JobsService>();
        return new JobsBuilder(services);
    }

    private static void AddConfiguration(this IServiceCollection services, Action<JobsOptions>? configure)
    {
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).Configure(configure ?? (_ => { }))
            .PostConfigure<IOptions<HostOptions>, IServiceProvider>((options, host, provider) =>
                options.FitDrainInto(provider.GetService<ShutdownBudget>(), host.Value.ShutdownTimeout))
            .ValidateOnStart();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<JobsOptions>, JobsOptionsAnnotations>(),
            ServiceDescriptor.Singleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>(),
        ]);
        services.AddShutdownProgress();
        services.TryAddSingleton<SchemaGate>();
    }

    private static void AddClient(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<JobsMetrics>();
        services.TryAddSingleton<JobClient>();
    }

    private static void AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton<NotificationChannel>();
        services.TryAddSingleton<INotifications>(provider => provider.GetRequiredService<NotificationChannel>());
        services.AddBackgroundPart(provider => provider.GetRequiredService<NotificationChannel>());
    }

    private static void AddNode(this IServiceCollection services)
    {
        if (!services.Any(service => ReferenceEquals(service.ImplementationInstance, NodeSessionUse)))
            services.AddSingleton(NodeSessionUse);
        services.TryAddSingleton<Node>();
        services.TryAddSingleton<NodeConnections>();
        services.TryAddSingleton<NodeSession>();
        services.TryAddSingleton<OwnershipCheck>();
        services.TryAddSingleton<Rescuer>();
        services.TryAddSingleton<NodeLifetime>();
    }

    private static void AddLeases(this IServiceCollection services)
    {
        services.TryAddSingleton<LeaseStore>();
        services.TryAddSingleton<DatabaseProbe>();
        services.TryAddSingleton<RunningJobs>();
        services.TryAddSingleton(provider => provider.GetRequiredService<RunningJobs>().Tokens);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IWorkInFlight, RunningJobs>(provider => provider.GetRequiredService<RunningJobs>()));
        services.TryAddSingleton<JobsDrainer>();
    }

    /// <summary>Services that all queues share; <see cref="JobsBuilder.AddHandler"/> adds those of each queue.</summary>
    private static void AddFetching(this IServiceCollection services)
    {
        services.TryAddSingleton<NodeSlots>();
        services.TryAddSingleton<ClaimStore>();
        services.TryAddSingleton<CompletionStore>();
        services.TryAddSingleton<RunServices>();
        services.TryAddSingleton<UnstartedJobs>();
        services.TryAddSingleton<FetchWakeup>();
        services.TryAddSingleton<Fetcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFetchLoop, Fetcher>(provider => provider.GetRequiredService<Fetcher>()));
    }

    private static void AddQuarantine(this IServiceCollection services)
    {
        services.TryAddSingleton<QuarantineStore>();
        services.TryAddSingleton<QuarantineRoom>();
        services.TryAddSingleton<QuarantineRunner>();
        services.TryAddSingleton<IQuarantineWatch, QuarantineWatch>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IFetchLoop, QuarantineRunner>(provider => provider.GetRequiredService<QuarantineRunner>()));
    }

    private static void AddMaintenance(this IServiceCollection services)
    {
        services.TryAddSingleton<Pruner>();
        services.AddBackgroundPart(provider => provider.GetRequiredService<Pruner>());
        services.TryAddSingleton<QueueRegistration>();
        services.AddBackgroundPart(provider => provider.GetRequiredService<QueueRegistration>());
    }

    private static void AddBackgroundPart<TPart>(this IServiceCollection services, Func<IServiceProvider, TPart> part)
        where TPart : class, IBackgroundPart => services.TryAddEnumerable(ServiceDescriptor.Singleton<IBackgroundPart, TPart>(part));
}
