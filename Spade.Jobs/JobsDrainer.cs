using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Progress;

namespace Spade.Jobs;

/// <summary>Ends the runs of a stopping process: waits for them, cancels them at the drain limit, and gives up on handlers that ignore
/// the cancellation.</summary>
internal sealed partial class JobsDrainer(
    RunningJobs running, NodeSession session, ShutdownProgress progress, TimeProvider time, IOptions<JobsOptions> options,
    ILogger<JobsDrainer> logger, ShutdownBudget? budget = null)
{
    /// <summary>Part of the drain limit after which jobs that still run are logged.</summary>
    private const double NearLimit = 0.8;

    private TimeSpan Limit => options.Value.DrainLimit;

    /// <summary>Until runs are cancelled. With a budget as it says: a lame duck that SIGINT has ended makes the whole stop shorter, and the
    /// watchdog would otherwise end the process before any run was cancelled.</summary>
    private TimeSpan LeftUntilCancel => budget is null ? Limit - progress.Elapsed : progress.LeftInFlight;

    private TimeSpan LeftUntilWarning => LeftUntilCancel - (1 - NearLimit) * Limit;

    /// <summary>Begins the stop if the host has not: a host that is stopped by its StopAsync cancels ApplicationStopping only after its
    /// services have drained.</summary>
    public void Begin() => progress.Begin(StopReason.Requested);

    /// <summary>Returns when no job runs, or when the wait for running jobs is over.</summary>
    /// <param name="fetching">Completes with the last claim.</param>
    /// <param name="cancellationToken">Cancelled when the host's limit is over.</param>
    public async Task RunAsync(Task fetching, CancellationToken cancellationToken)
    {
        await WaitAsync(fetching, cancellationToken);
        running.Tokens.StopWaiting();
    }

    private async Task WaitAsync(Task fetching, CancellationToken cancellationToken)
    {
        // A hanging database must not make claims take longer than the limit for runs.
        var nearLimit = LeftUntilWarning;
        await fetching.WaitAsync(nearLimit > TimeSpan.Zero ? nearLimit : TimeSpan.Zero, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.Count > 0)
            Log.Draining(logger, running.Count, Limit.TotalSeconds);
        if (await running.WaitForNoneAsync(LeftUntilWarning, cancellationToken))
            return;
        foreach (var run in running.OldestFirst())
            Log.StillRuns(logger, run.Job.Id, run.Job.Queue, run.Doing, running.AgeOf(run).TotalSeconds, LeftUntilCancel.TotalSeconds);
        if (!await running.WaitForNoneAsync(LeftUntilCancel, cancellationToken))
            await CancelRunsAsync(cancellationToken);
    }

    /// <summary>A job is released only when its handler has really stopped. A handler that never stops keeps its job until the process has
    /// exited and a peer rescues the job.</summary>
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
        // Deregistering the node would release jobs whose handlers still run.
        session.StaySilent();
        foreach (var run in running.OldestFirst())
            Log.Abandoned(logger, run.Job.Id, run.Job.Queue, run.Doing, running.AgeOf(run).TotalSeconds);
        running.Abandon();
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Job queue drains: {Count} jobs are running, for at most {Limit} s")]
        public static partial void Draining(ILogger logger, int count, double limit);

        [LoggerMessage(1002, LogLevel.Error,
            "Job {JobId} of queue {Queue} ({Doing}) still runs after {Age:0.0} s: it is cancelled, the drain limit is over")]
        public static partial void Cut(ILogger logger, Guid jobId, string queue, string doing, double age);

        [LoggerMessage(1007, LogLevel.Warning,
            "Job {JobId} of queue {Queue} ({Doing}) still runs after {Age:0.0} s; it is cancelled in {Left:0.0} s")]
        public static partial void StillRuns(ILogger logger, Guid jobId, string queue, string doing, double age, double left);

        [LoggerMessage(1008, LogLevel.Error,
            "Job {JobId} of queue {Queue} ({Doing}) ignores its cancellation after {Age:0.0} s and is not waited for; it runs again " +
            "elsewhere once this process is gone")]
        public static partial void Abandoned(ILogger logger, Guid jobId, string queue, string doing, double age);
    }
}
