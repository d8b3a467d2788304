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
/// StoppingAsync         give back what is claimed and not started; wait for runs; at the drain limit cancel them, and wait until they
///                       have really stopped
/// StoppedAsync          every other service has stopped: flush hints, leave the nodes table, close the session. The heartbeat is the
///                       last to go
/// </code>
/// The drain comes before StopAsync, in which the web server stops: a worker's health endpoints answer as long as it drains, and what an
/// API's last requests enqueue still wakes a worker.
/// </remarks>
internal sealed partial class JobsService(
    SchemaGate gate, NodeSession session, HintChannel hints, Pruner pruner, IEnumerable<QueueWorker> workers, IEnumerable<JobQueue> queues,
    RunningJobs running, JobsDrain report, DrainSignals drain, NpgsqlDataSource database, IHostApplicationLifetime lifetime, TimeProvider time,
    IOptions<JobsOptions> options, ILogger<JobsService> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    /// <summary>For runs whose last write has just been told to wait no longer for its database.</summary>
    private static readonly TimeSpan LastWriteLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>The part of the drain limit after which what still runs is worth a line.</summary>
    private const double NearLimit = 0.8;

    private readonly CancellationTokenSource _end = new();
    private CancellationTokenRegistration _onStopping;
    private Task _background = Task.CompletedTask;
    private Task _fetching = Task.CompletedTask;
    private long _stopBegan;
    private bool _hasAbandoned;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _onStopping = lifetime.ApplicationStopping.Register(BeginShutdown);
        _background = RunOrStopAsync();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        BeginShutdown();
        await DrainAsync(cancellationToken);
        drain.StopWaiting();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await FlushHintsAsync();
        await _end.CancelAsync();
        await _background;
        // After the last heartbeat, which would bring the row back.
        await SayGoodbyeAsync();
        Log.Stopped(logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _onStopping.DisposeAsync();
        _end.Dispose();
    }

    private void BeginShutdown()
    {
        if (Interlocked.CompareExchange(ref _stopBegan, time.GetTimestamp(), 0) != 0)
            return;
        running.Mark();
        drain.BeginShutdown();
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
            report.SetBroken();
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
        Task[] parts = [session.RunAsync(_end.Token), hints.SendAsync(_end.Token), pruner.RunAsync(_end.Token)];
        // The first that breaks is the end of all; the others would hide it until the process stops.
        await await Task.WhenAny(parts);
        await Task.WhenAll(parts);
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
            catch (Exception exception) when (DatabaseFaults.IsAwayOrSlow(exception) || exception is OperationCanceledException)
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
        var limit = options.Value.DrainLimit;
        if (running.Count > 0)
            Log.Draining(logger, running.Count, limit.TotalSeconds);
        if (await running.WaitForNoneAsync(LeftOf(limit * NearLimit), cancellationToken))
            return;
        foreach (var job in report.Running)
            Log.StillRuns(logger, job.JobId, job.Queue, job.Doing, job.Age.TotalSeconds, LeftOf(limit).TotalSeconds);
        if (await running.WaitForNoneAsync(LeftOf(limit), cancellationToken))
            return;
        await CancelRunsAsync(cancellationToken);
    }

    /// <summary>A job is released when its handler has really stopped, never before. One that never stops keeps its job until the process
    /// is gone, and peers find that out.</summary>
    private async Task CancelRunsAsync(CancellationToken cancellationToken)
    {
        foreach (var job in report.Running)
            Log.Cut(logger, job.JobId, job.Queue, job.Doing, job.Age.TotalSeconds);
        drain.CancelRuns();
        if (await running.WaitForNoneAsync(options.Value.CancelLimit, cancellationToken))
            return;
        drain.StopWaiting();
        if (await running.WaitForNoneAsync(LastWriteLimit, cancellationToken))
            return;
        _hasAbandoned = true;
        foreach (var job in report.Running)
            Log.Abandoned(logger, job.JobId, job.Queue, job.Doing, job.Age.TotalSeconds);
        running.Abandon();
    }

    private TimeSpan LeftOf(TimeSpan limit) => limit - time.GetElapsedTime(_stopBegan);

    private async Task FlushHintsAsync()
    {
        using var limit = new CancellationTokenSource(GoodbyeLimit, time);
        await hints.FlushAsync(limit.Token);
    }

    private async Task SayGoodbyeAsync()
    {
        // Whoever leaves says that nothing of his runs any more.
        if (!gate.IsOpen || _hasAbandoned)
            return;
        using var limit = new CancellationTokenSource(GoodbyeLimit, time);
        try
        {
            await session.LeaveAsync(limit.Token);
        }
        catch (Exception exception) when (DatabaseFaults.IsAwayOrSlow(exception) || exception is OperationCanceledException)
        {
            Log.NoGoodbye(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Job queue drains: {Count} jobs are running, for at most {Limit} s")]
        public static partial void Draining(ILogger logger, int count, double limit);

        [LoggerMessage(1002, LogLevel.Error, "Job {JobId} of queue {Queue} ({Doing}) still runs after {Age:0.0} s: it is cancelled, the drain limit is over")]
        public static partial void Cut(ILogger logger, Guid jobId, string queue, string doing, double age);

        [LoggerMessage(1007, LogLevel.Warning, "Job {JobId} of queue {Queue} ({Doing}) still runs after {Age:0.0} s; it is cancelled in {Left:0.0} s")]
        public static partial void StillRuns(ILogger logger, Guid jobId, string queue, string doing, double age, double left);

        [LoggerMessage(1008, LogLevel.Error,
            "Job {JobId} of queue {Queue} ({Doing}) ignores its cancellation after {Age:0.0} s and is not waited for; it runs again elsewhere once this process is gone")]
        public static partial void Abandoned(ILogger logger, Guid jobId, string queue, string doing, double age);

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
