using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Spade.Jobs;

/// <summary>Owns everything of the queue that runs in this process, and its order of stopping: one hosted service, because several would
/// be stopped one after the other, and would go on fetching meanwhile.</summary>
/// <remarks>
/// <code>
/// ApplicationStopping   fetch nothing more; handlers are asked to yield
/// StopAsync             wait for runs; at the drain limit cancel them, and wait until they have really stopped
///                       then flush hints, leave the nodes table, close the session: the heartbeat is the last to go
/// </code>
/// </remarks>
internal sealed partial class JobsService(
    SchemaGate gate, NodeSession session, HintChannel hints, Pruner pruner, IEnumerable<QueueWorker> workers,
    IEnumerable<JobQueue> queues, RunningJobs running, DrainSignals drain, NpgsqlDataSource database, IHostApplicationLifetime lifetime,
    TimeProvider time, IOptions<JobsOptions> options, ILogger<JobsService> logger) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private CancellationTokenRegistration _onStopping;
    private Task _background = Task.CompletedTask;
    private Task _fetching = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _onStopping = lifetime.ApplicationStopping.Register(drain.BeginShutdown);
        _background = RunOrStopAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        drain.BeginShutdown();
        await DrainAsync(cancellationToken);
        drain.StopWaiting();
        await SayGoodbyeAsync();
        await _end.CancelAsync();
        await _background;
        Log.Stopped(logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _onStopping.DisposeAsync();
        _end.Dispose();
    }

    private async Task RunOrStopAsync()
    {
        try
        {
            await RunAsync();
        }
        catch (Exception exception)
        {
            // A process that looks alive and works no queue is worse than one that ends and is started again.
            Log.Broke(logger, exception);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await gate.WaitAsync(drain.Shutdown);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        await RegisterQueuesAsync();
        _fetching = Task.WhenAll(workers.Select(worker => Task.Run(worker.FetchAsync)));
        await Task.WhenAll(session.RunAsync(_end.Token), hints.SendAsync(_end.Token), pruner.RunAsync(_end.Token));
    }

    private async Task RegisterQueuesAsync()
    {
        var names = queues.Select(queue => queue.Name).Distinct().ToArray();
        while (!drain.Shutdown.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(drain.Shutdown);
                await NodeStore.RegisterQueuesAsync(connection, names, drain.Shutdown);
                return;
            }
            catch (Exception exception) when (DatabaseErrors.IsTransient(exception) || exception is OperationCanceledException)
            {
                Log.CannotRegister(logger, exception.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, drain.Shutdown)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _fetching;
        if (running.Count > 0)
            Log.Draining(logger, running.Count, options.Value.DrainLimit);
        using var limit = new CancellationTokenSource(options.Value.DrainLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        if (await running.WaitForNoneAsync(either.Token))
            return;
        foreach (var lease in running.Snapshot())
            Log.Cut(logger, lease.Job.Id, lease.Job.Queue);
        drain.CancelRuns();
        // A job is released when its handler has really stopped, never before; the host's own limit ends this wait.
        await running.WaitForNoneAsync(cancellationToken);
    }

    private async Task SayGoodbyeAsync()
    {
        if (!gate.IsOpen)
            return;
        using var limit = new CancellationTokenSource(GoodbyeLimit, time);
        try
        {
            await hints.FlushAsync(limit.Token);
            await session.LeaveAsync(limit.Token);
        }
        catch (Exception exception) when (DatabaseErrors.IsTransient(exception) || exception is OperationCanceledException)
        {
            Log.NoGoodbye(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Job queue drains: {Count} jobs are running, for at most {Limit}")]
        public static partial void Draining(ILogger logger, int count, TimeSpan limit);

        [LoggerMessage(1002, LogLevel.Warning, "Job {JobId} of queue {Queue} did not stop within the drain limit and is cancelled")]
        public static partial void Cut(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1003, LogLevel.Information, "Job queue stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(1004, LogLevel.Warning, "The node could not say goodbye; its peers will find it gone: {Reason}")]
        public static partial void NoGoodbye(ILogger logger, string reason);

        [LoggerMessage(1006, LogLevel.Critical, "The job queue broke; the process stops")]
        public static partial void Broke(ILogger logger, Exception exception);

        [LoggerMessage(1005, LogLevel.Warning, "The queues cannot be registered now and are tried again: {Reason}")]
        public static partial void CannotRegister(ILogger logger, string reason);
    }
}
