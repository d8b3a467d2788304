using Microsoft.Extensions.DependencyInjection;
using Spade.Jobs.Client;
using Spade.Jobs.Completing;
using Spade.Jobs.Configuration;
using Spade.Jobs.Executing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;

namespace Spade.Jobs;

/// <summary>Adds queues to a node. Made by <see cref="JobsRegistration.AddJobs"/>.</summary>
public sealed class JobsBuilder
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromDays(1);

    internal JobsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the node, for what its handlers need.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Handles a queue's jobs in this process.</summary>
    /// <exception cref="InvalidJobException">The name is not valid (<see cref="JobLimits"/>), the concurrency is less than 1, the turn is
    /// negative or longer than a day, or the queue already has a handler.</exception>
    public JobsBuilder AddHandler<TPayload, THandler>(string queue, Action<JobHandlerOptions>? configure = null)
        where THandler : class, IJobHandler<TPayload>
    {
        JobLimits.ThrowIfNoQueueName(queue);
        var options = new JobHandlerOptions();
        configure?.Invoke(options);
        if (options.Concurrency < 1)
            throw new InvalidJobException($"Queue '{queue}' has a concurrency of {options.Concurrency}; it must be at least 1.");
        if (Services.Any(service => service.ImplementationInstance is JobQueue { Concurrency: > 0 } other && other.Name == queue))
            throw new InvalidJobException($"Queue '{queue}' has a handler already; give the second one a queue of its own.");
        if (options.Turn is { } turn && (turn < TimeSpan.Zero || turn > LongestTurn))
            throw new InvalidJobException($"Queue '{queue}' has a turn of {turn}; it must be from 0 to {LongestTurn}.");
        var definition = new JobQueue(queue, options.Concurrency, options.Turn);
        Services.AddScoped<THandler>();
        Services.AddSingleton(definition);
        Services.AddSingleton(provider => CreateFetcher<TPayload, THandler>(provider, definition));
        return this;
    }

    /// <summary>Registers a queue that other processes handle, so that it can be paused and listed from the start.</summary>
    /// <exception cref="InvalidJobException">The name is not valid: see <see cref="JobLimits"/>.</exception>
    public JobsBuilder AddQueue(string queue)
    {
        JobLimits.ThrowIfNoQueueName(queue);
        Services.AddSingleton(new JobQueue(queue, 0));
        return this;
    }

    /// <summary>Registers one queue's fetcher, starter, executor and completer.</summary>
    private static QueueFetcher CreateFetcher<TPayload, THandler>(IServiceProvider provider, JobQueue queue)
        where THandler : class, IJobHandler<TPayload>
    {
        var completions = new CompletionQueue();
        var executor = Create<JobExecutor<TPayload, THandler>>(completions);
        var choice = Create<ClaimChoice>(queue);
        var demand = Create<QueueDemand>(choice);
        var claims = Create<QueueClaims>(choice, demand);
        var turns = Create<RunTurns>(queue, demand);
        var starter = Create<JobStarter>(queue, executor, demand, turns);
        var rider = Create<ClaimRider>(queue, claims, starter, demand);
        completions.Pending += Create<Completer>(queue, completions, rider).Begin;
        return Create<QueueFetcher>(queue, claims, starter, demand);

        T Create<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(provider, parts);
    }
}
