using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Jobs;
using Spade.Jobs.Client;
using Spade.Jobs.Configuration;
using Spade.Jobs.Handlers;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A node inside the test process. A function of the test handles the jobs of its only queue, <c>test</c>.</summary>
internal sealed class JobsNode : IAsyncDisposable
{
    public const string Queue = "test";

    private readonly IHost _host;

    private readonly LogLines _lines;

    private JobsNode(IHost host, LogLines lines) => (_host, _lines) = (host, lines);

    /// <summary>Its log lines of level warning and above.</summary>
    public IReadOnlyCollection<string> Lines => _lines.All;

    /// <summary>True once its host would stop.</summary>
    public bool IsStopping => Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    public JobClient Client => _host.Services.GetRequiredService<JobClient>();

    public INotifications Notifications => _host.Services.GetRequiredService<INotifications>();

    public Guid Id => _host.Services.GetRequiredService<Node>().Id;

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<JobsNode> StartAsync(
        JobsDatabase database,
        Func<JobContext<Work>, CancellationToken, Task<JobOutcome>>? handle = null,
        int concurrency = 4,
        Action<JobsOptions>? configure = null,
        Action<JobsBuilder>? more = null,
        Action<IServiceCollection>? services = null,
        TimeSpan? turn = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:spadedb", database.ConnectionString)]);
        var lines = new LogLines();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(lines);
        builder.Services.AddSingleton(database.Source);
        var jobs = builder.Services.AddJobs(configure);
        services?.Invoke(builder.Services);
        if (handle is null)
        {
            jobs.AddQueue(Queue);
        }
        else
        {
            builder.Services.AddSingleton(handle);
            jobs.AddHandler<Work, WorkHandler>(Queue, options => (options.Concurrency, options.Turn) = (concurrency, turn));
        }
        more?.Invoke(jobs);
        var host = builder.Build();
        host.Services.GetRequiredService<SchemaGate>().Open();
        await host.StartAsync();
        return new JobsNode(host, lines);
    }

    public Task<Guid?> EnqueueAsync(string name = "", JobOptions? options = null) =>
        Client.EnqueueAsync(Queue, new Work(name), options, CancellationToken.None);

    /// <summary>Enqueues this many jobs in one statement, each named by its number.</summary>
    public Task<IReadOnlyList<Guid>> EnqueueManyAsync(int count) => Client.EnqueueManyAsync(
        Queue, Enumerable.Range(0, count).Select(number => new Work($"{number}")).ToList(), null, CancellationToken.None);

    /// <summary>Waits until it has logged this text at level warning or above.</summary>
    public Task SaysAsync(string text) => Eventually.HoldsAsync(
        $"the node says '{text}'", () => Task.FromResult(Lines.Any(line => line.Contains(text, StringComparison.Ordinal))));

    /// <summary>Waits until its session receives notifications.</summary>
    public async Task HearsNotificationsAsync()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Notifications.Subscribe("echo", _ => heard.TrySetResult());
        await Eventually.HoldsAsync("the node receives notifications", () =>
        {
            Notifications.Publish("echo", "");
            return Task.FromResult(heard.Task.IsCompleted);
        });
    }

    /// <summary>Pauses a queue once it is registered.</summary>
    public Task PauseAsync(string queue = Queue) =>
        Eventually.HoldsAsync("the queue is registered", () => Client.PauseAsync(queue, CancellationToken.None));

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

internal sealed record Work(string Name);

internal sealed class WorkHandler(Func<JobContext<Work>, CancellationToken, Task<JobOutcome>> handle) : IJobHandler<Work>
{
    public Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken) => handle(job, cancellationToken);
}
