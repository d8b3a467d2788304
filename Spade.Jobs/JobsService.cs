using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;
using Spade.Jobs.Maintenance;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Quarantine;
using Spade.Jobs.Schema;
using Spade.Shutdown.Progress;

namespace Spade.Jobs;

/// <summary>Owns everything of the queue that runs in this process, and its order of stopping: one hosted service, because several would
/// be stopped one after the other, and would go on fetching meanwhile.</summary>
/// <remarks>
/// <code>
/// ApplicationStopping   fetch nothing more; handlers are asked to yield
/// StoppingAsync         give back what is claimed and not started; wait for runs; at the drain limit cancel them, and wait until they
///                       have really stopped
/// StoppedAsync          every other service has stopped: flush notifications; the heartbeat is the last to go, and its session says goodbye
/// </code>
/// The drain comes before StopAsync, in which the web server stops: a worker's health endpoints answer as long as it drains, and what an
/// API's last requests enqueue still wakes a worker.
/// </remarks>
internal sealed partial class JobsService(
    SchemaGate gate, NodeSession session, NotificationChannel notifications, Pruner pruner, QueueRegistration registration, Fetcher fetcher,
    QuarantineRunner quarantine, RunningJobs running, ShutdownProgress progress, IHostApplicationLifetime lifetime, TimeProvider time,
    IOptions<JobsOptions> options, ILogger<JobsService> logger) : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>The part of the drain limit after which what still runs is worth a line.</summary>
    private const double NearLimit = 0.8;

    private readonly CancellationTokenSource _end = new();
    private Task _session = Task.CompletedTask;
    private Task _fetching = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = RunOrStopAsync();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host that is stopped by its own StopAsync calls this before it cancels ApplicationStopping.
        progress.Begin(StopReason.Requested);
        await DrainAsync(cancellationToken);
        running.Tokens.StopWaiting();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync();
            Log.Stopped(logger);
        }
        finally
        {
            running.SetLeft();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Not disposed: the session's thread may still look at it. Cancelled where the start has failed and nobody stops.
        await _end.CancelAsync();
    }

    private async Task RunOrStopAsync()
    {
        try
        {
            await RunAsync();
        }
        catch (SharedSessionException exception)
        {
            Log.Refused(logger, exception.Message);
            running.SetBroken();
            lifetime.StopApplication();
        }
        catch (Exception exception)
        {
            // A process that looks alive and works no queue is worse than one that ends and is started again.
            Log.Broke(logger, exception);
            running.SetBroken();
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await gate.WaitAsync(running.Tokens.Stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _fetching = Task.WhenAll(Task.Run(fetcher.FetchAsync), Task.Run(quarantine.RunAsync));
        // Auxiliary parts never fail. The session does where it finds that it cannot be this node's own.
        var auxiliary = Task.WhenAll(notifications.SendAsync(_end.Token), pruner.RunAsync(_end.Token), registration.RunAsync(running.Tokens.Stopping));
        await (_session = session.RunAsync(_end.Token));
        await auxiliary;
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var limit = options.Value.DrainLimit;
        // Claims that a hanging database holds up are waited for no longer than runs.
        await _fetching.WaitAsync(Positive(LeftOf(limit * NearLimit)), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.Count > 0)
            Log.Draining(logger, running.Count, limit.TotalSeconds);
        if (await running.WaitForNoneAsync(LeftOf(limit * NearLimit), cancellationToken))
            return;
        foreach (var run in running.OldestFirst())
            Log.StillRuns(logger, run.Job.Id, run.Job.Queue, run.Doing, running.AgeOf(run).TotalSeconds, LeftOf(limit).TotalSeconds);
        if (await running.WaitForNoneAsync(LeftOf(limit), cancellationToken))
            return;
        await CancelRunsAsync(cancellationToken);
    }

    /// <summary>A job is released when its handler has really stopped, never before. One that never stops keeps its job until the process
    /// is gone, and peers find that out.</summary>
    private async Task CancelRunsAsync(CancellationToken cancellationToken)
    {
        foreach (var run in running.OldestFirst())
            Log.Cut(logger, run.Job.Id, run.Job.Queue, run.Doing, running.AgeOf(run).TotalSeconds);
        running.Tokens.CancelRuns();
        if (await running.WaitForNoneAsync(options.Value.CancelLimit, cancellationToken))
            return;
        running.Tokens.StopWaiting();
        if (await running.WaitForNoneAsync(JobsOptions.LastWriteLimit, cancellationToken))
            return;
        // A goodbye would say that nothing of this node runs any more.
        session.StaySilent();
        foreach (var run in running.OldestFirst())
            Log.Abandoned(logger, run.Job.Id, run.Job.Queue, run.Doing, running.AgeOf(run).TotalSeconds);
        running.Abandon();
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private TimeSpan LeftOf(TimeSpan limit) => limit - progress.Elapsed;

    /// <summary>Notifications and goodbye have one limit: a database that hangs holds up neither the last words nor the exit.</summary>
    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(JobsOptions.GoodbyeLimit, time);
        // In this order: a session that wakes before its end is known goes back to sleep.
        await _end.CancelAsync();
        session.Wake();
        try
        {
            await Task.WhenAll(notifications.FlushAsync(limit.Token), _session).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Log.NoGoodbye(logger);
        }
        catch (SharedSessionException)
        {
            // Told when it was found out.
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

        [LoggerMessage(1004, LogLevel.Warning, "The node could not say goodbye in time; its peers will find it gone")]
        public static partial void NoGoodbye(ILogger logger);

        [LoggerMessage(1006, LogLevel.Critical, "The job queue broke; the process stops")]
        public static partial void Broke(ILogger logger, Exception exception);

        [LoggerMessage(1009, LogLevel.Critical, "The process stops: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
