using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the job queue.</summary>
public static class JobsServiceCollectionExtensions
{
    /// <summary>Makes this process a node of the queue: it can enqueue, it shows that it lives, and it rescues the jobs of dead nodes. Needs
    /// an <c>NpgsqlDataSource</c>, and a <see cref="SchemaGate"/> that somebody opens.</summary>
    public static JobsBuilder AddJobs(this IServiceCollection services, Action<JobsOptions>? configure = null)
    {
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).Configure(configure ?? (_ => { }))
            .PostConfigure<IOptions<HostOptions>>((options, host) => options.FitDrainInto(host.Value.ShutdownTimeout))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobsOptions>, JobsOptions.Validator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<SchemaGate>();
        AddClient(services);
        AddNode(services);
        services.TryAddSingleton<JobStore>();
        services.TryAddSingleton<DatabaseProbe>();
        services.TryAddSingleton<RunningJobs>();
        services.TryAddSingleton(provider => new JobsDrain(provider.GetRequiredService<RunningJobs>()));
        services.TryAddSingleton<RunGate>();
        services.TryAddSingleton<SuspectStore>();
        services.TryAddSingleton<SuspectDuty>();
        services.TryAddSingleton<DrainSignals>();
        services.TryAddSingleton<Fetcher>();
        services.TryAddSingleton<Pruner>();
        services.TryAddSingleton<QueueRegistration>();
        services.AddHostedService<JobsService>();
        return new JobsBuilder(services);
    }

    private static void AddClient(IServiceCollection services)
    {
        services.TryAddSingleton<JobsMetrics>();
        services.TryAddSingleton<HintChannel>();
        services.TryAddSingleton<IHints>(provider => provider.GetRequiredService<HintChannel>());
        services.TryAddSingleton<JobClient>();
    }

    private static void AddNode(IServiceCollection services)
    {
        services.TryAddSingleton<Node>();
        services.TryAddSingleton<NodeConnections>();
        services.TryAddSingleton<NodeSession>();
        services.TryAddSingleton<OwnershipCheck>();
        services.TryAddSingleton<Rescuer>();
        services.TryAddSingleton<SuspectWatch>();
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

    private static QueueWorker CreateWorker<TPayload, THandler>(IServiceProvider provider, JobQueue queue)
        where THandler : class, IJobHandler<TPayload>
    {
        var window = ActivatorUtilities.CreateInstance<ClaimWindow>(provider);
        var completions = ActivatorUtilities.CreateInstance<Completions>(provider, queue, window);
        var worker = new QueueWorker(
            queue,
            ActivatorUtilities.CreateInstance<JobRun<TPayload, THandler>>(provider, completions),
            provider.GetRequiredService<JobStore>(),
            provider.GetRequiredService<Node>(),
            provider.GetRequiredService<RunningJobs>(),
            provider.GetRequiredService<RunGate>(),
            window,
            provider.GetRequiredService<IHints>(),
            provider.GetRequiredService<DrainSignals>(),
            provider.GetRequiredService<JobsMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QueueWorker>>());
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
