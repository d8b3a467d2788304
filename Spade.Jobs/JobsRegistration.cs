using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Client;
using Spade.Jobs.Completing;
using Spade.Jobs.Configuration;
using Spade.Jobs.Executing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Maintenance;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Quarantine;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Explain;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;

namespace Spade.Jobs;

/// <summary>Registers the job queue.</summary>
public static class JobsRegistration
{
    private static readonly ConnectionUse NodeSessionUse = new("node session", 1);

    /// <summary>Makes this process a node of the queue: it can enqueue, it shows that it lives, and it rescues the jobs of dead nodes. Needs
    /// an <c>NpgsqlDataSource</c>, and a <see cref="SchemaGate"/> that somebody opens.</summary>
    public static JobsBuilder AddJobs(this IServiceCollection services, Action<JobsOptions>? configure = null)
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
        services.AddMetrics();
        services.TryAddSingleton<SchemaGate>();
        AddClient(services);
        AddNode(services);
        services.TryAddSingleton<LeaseStore>();
        services.TryAddSingleton<DatabaseProbe>();
        services.TryAddSingleton<RunningJobs>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkInFlight, RunningJobs>(provider => provider.GetRequiredService<RunningJobs>()));
        if (!services.Any(service => ReferenceEquals(service.ImplementationInstance, NodeSessionUse)))
            services.AddSingleton(NodeSessionUse);
        services.TryAddSingleton<NodeSlots>();
        services.TryAddSingleton<QuarantineStore>();
        services.TryAddSingleton<QuarantineRunner>();
        services.TryAddSingleton(provider => provider.GetRequiredService<RunningJobs>().Tokens);
        services.TryAddSingleton<Fetcher>();
        services.TryAddSingleton<Pruner>();
        services.TryAddSingleton<QueueRegistration>();
        services.AddHostedService<JobsService>();
        return new JobsBuilder(services);
    }

    private static void AddClient(IServiceCollection services)
    {
        services.TryAddSingleton<JobsMetrics>();
        services.TryAddSingleton<NotificationChannel>();
        services.TryAddSingleton<INotifications>(provider => provider.GetRequiredService<NotificationChannel>());
        services.TryAddSingleton<JobClient>();
    }

    private static void AddNode(IServiceCollection services)
    {
        services.TryAddSingleton<Node>();
        services.TryAddSingleton<NodeConnections>();
        services.TryAddSingleton<NodeSession>();
        services.TryAddSingleton<OwnershipCheck>();
        services.TryAddSingleton<Rescuer>();
        services.TryAddSingleton<IQuarantineWatch, QuarantineWatch>();
    }
}

/// <summary>Adds queues to a node.</summary>
public sealed class JobsBuilder(IServiceCollection services)
{
    /// <summary>Works a queue in this process.</summary>
    /// <exception cref="InvalidJobException">No queue may have this name (<see cref="JobLimits"/>), it has no place, or a handler
    /// already.</exception>
    public JobsBuilder AddHandler<TPayload, THandler>(string queue, Action<JobHandlerOptions>? configure = null)
        where THandler : class, IJobHandler<TPayload>
    {
        JobLimits.ThrowIfNoQueueName(queue);
        var options = new JobHandlerOptions();
        configure?.Invoke(options);
        if (options.Concurrency < 1)
            throw new InvalidJobException($"Queue '{queue}' has a concurrency of {options.Concurrency}; at least 1 job must be able to run.");
        if (services.Any(service => service.ImplementationInstance is JobQueue { Concurrency: > 0 } other && other.Name == queue))
            throw new InvalidJobException($"Queue '{queue}' has a handler already; give the second one a queue of its own.");
        var definition = new JobQueue(queue, options.Concurrency);
        services.AddScoped<THandler>();
        services.AddSingleton(definition);
        services.AddSingleton(provider => CreateWorker<TPayload, THandler>(provider, definition));
        return this;
    }

    private static QueueFetcher CreateWorker<TPayload, THandler>(IServiceProvider provider, JobQueue queue)
        where THandler : class, IJobHandler<TPayload>
    {
        var window = ActivatorUtilities.CreateInstance<ClaimWindow>(provider);
        var completions = ActivatorUtilities.CreateInstance<Completer>(provider, queue, window);
        var worker = new QueueFetcher(
            queue,
            ActivatorUtilities.CreateInstance<JobExecutor<TPayload, THandler>>(provider, completions),
            provider.GetRequiredService<LeaseStore>(),
            provider.GetRequiredService<Node>(),
            provider.GetRequiredService<RunningJobs>(),
            provider.GetRequiredService<NodeSlots>(),
            window,
            provider.GetRequiredService<INotifications>(),
            provider.GetRequiredService<RunTokens>(),
            provider.GetRequiredService<JobsMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QueueFetcher>>());
        completions.FillWith(worker);
        return worker;
    }

    /// <summary>Makes a queue known that other processes work, so that it can be paused and listed from the start.</summary>
    /// <exception cref="InvalidJobException">No queue may have this name: see <see cref="JobLimits"/>.</exception>
    public JobsBuilder AddQueue(string queue)
    {
        JobLimits.ThrowIfNoQueueName(queue);
        services.AddSingleton(new JobQueue(queue, 0));
        return this;
    }
}
