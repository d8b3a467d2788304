using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Completing;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;
using Spade.Shutdown.InFlight;

namespace Spade.Jobs.Executing;

/// <summary>Runs one claimed job to its outcome: quarantine check, payload, handler, last write. Every exception is a failure of the job,
/// except for an absent database, a shutdown and the loss of the job.</summary>
internal sealed partial class JobExecutor<TPayload, THandler>(
    RunServices services, CompletionQueue completions, IServiceScopeFactory scopes, ILogger<JobExecutor<TPayload, THandler>> logger)
    : IJobExecutor
    where THandler : class, IJobHandler<TPayload>
{
    private readonly JobSettlement _settlement = new(services, completions, logger);
    private readonly RunTokens _tokens = services.Tokens;

    public async Task RunAsync(JobLease lease)
    {
        var job = lease.Job;
        var started = services.Time.GetTimestamp();
        using var activity = JobsActivities.StartRun(
            job.Id, job.Queue, job.Attempt, job.Interruptions, job.TraceParent, job.TraceState);
        services.Metrics.RunStarted(job.Queue);
        var outcome = "broken";
        try
        {
            await using var scope = new HandlerScope<TPayload, THandler>(scopes, job, logger);
            using var subject = Name(scope.Subject, activity);
            var writer = new FencedWriter(services.Store, services.Probe, lease, services.Time, logger);
            try
            {
                outcome = await _settlement.SettleAsync(lease, await HandleAsync(lease, scope, writer), scope, writer);
            }
            finally
            {
                // Even when nothing could be saved: the handler may have to wake those who wait for the job.
                await scope.SettledAsync(_tokens.GiveUp);
            }
        }
        catch (Exception exception)
        {
            // The job stays active without a run until this node's ownership check releases it or a peer rescues it.
            Log.RunBroke(logger, exception, job.Id, job.Queue);
            lease.End = WorkEnd.Aborted;
            activity?.SetFailure(exception.GetType().FullName!, exception.Message);
        }
        finally
        {
            activity?.SetTag("spade.job.outcome", outcome);
            services.Metrics.RunEnded(job.Queue, outcome, services.Time.GetElapsedTime(started));
        }
    }

    /// <summary>Adds the job's subject to the run's span and to every log line until the result is disposed.</summary>
    private IDisposable? Name(KeyValuePair<string, object?>? subject, Activity? activity)
    {
        if (subject is not { } about)
            return null;
        activity?.SetTag(about.Key, about.Value);
        return logger.BeginScope(new[] { about });
    }

    /// <summary>After a database outage the handler is called again in place, because the claim still holds and an outage is not a failure
    /// of the job. Checkpoints are kept, so only the work since the last one is repeated.</summary>
    /// <returns>Null when the job was lost.</returns>
    private async Task<JobOutcome?> HandleAsync(JobLease lease, HandlerScope<TPayload, THandler> scope, FencedWriter writer)
    {
        if (lease.Job.Crashes >= QuarantineRules.FailAt)
            return new JobOutcome.Failed(Quarantined(lease.Job));
        var yield = _tokens.Yield;
        for (FaultPolicy? policy = null; ;)
        {
            var result = await RunOnceAsync(lease, scope, writer, yield);
            if (result.Exception is not { } exception)
                return result.Outcome;
            try
            {
                policy ??= new(services.Probe, lease.Job, services.Time, logger);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, yield);
                if (await policy.MayRepeatAsync(result.Fault, exception, stop.Token))
                    continue;
            }
            catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested || yield.IsCancellationRequested)
            {
                return lease.Lost.IsCancellationRequested ? null : new JobOutcome.Yielded();
            }
            if (!result.IsTimeout)
                Log.HandlerBroke(logger, exception, lease.Job.Id, lease.Job.Queue);
            return result.Outcome;
        }
    }

    private async Task<RunResult> RunOnceAsync(
        JobLease lease, HandlerScope<TPayload, THandler> scope, FencedWriter writer, CancellationToken yield)
    {
        var job = lease.Job;
        using var timeout = job.Timeout is { } limit ? new CancellationTokenSource(limit, services.Time) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            lease.Lost, _tokens.Cancel, timeout?.Token ?? CancellationToken.None);
        try
        {
            var context = new JobContext<TPayload>(new RunProgress(lease, writer), scope.Payload, yield, lease.TurnOver);
            return new(await scope.Handler.RunAsync(context, stop.Token) ?? Retry("no-outcome", "The handler returned no outcome."));
        }
        catch (Exception) when (lease.Lost.IsCancellationRequested)
        {
            return new(null);
        }
        catch (Exception) when (_tokens.Cancel.IsCancellationRequested)
        {
            // The handler was cancelled, and may throw any exception because of that.
            Log.CutAtLimit(logger, job.Id, job.Queue);
            lease.End = WorkEnd.Aborted;
            return new(new JobOutcome.Yielded());
        }
        catch (OperationCanceledException) when (yield.IsCancellationRequested && timeout is not { IsCancellationRequested: true })
        {
            // The handler passed the shutdown token on, which makes the cancelled call a yield point.
            return new(new JobOutcome.Yielded());
        }
        catch (OperationCanceledException)
            when (lease.TurnOver.IsCancellationRequested && timeout is not { IsCancellationRequested: true })
        {
            return new(new JobOutcome.GaveWay());
        }
        catch (OperationCanceledException exception) when (timeout is { IsCancellationRequested: true })
        {
            // The handler may have waited for an absent database all the time.
            return new(Retry("timeout", $"The run took longer than {job.Timeout}."), exception, DatabaseFault.TimedOut, IsTimeout: true);
        }
        catch (UnreadablePayloadException exception)
        {
            return new(Retry(UnreadablePayloadException.ErrorType, exception.Message));
        }
        catch (Exception exception)
        {
            return new(Retry("exception", $"{exception.GetType().Name}: {exception.Message}"), exception, DatabaseFaults.Of(exception));
        }
    }

    private static JobOutcome.Retry Retry(string type, string message) => new(new JobError(type, message));

    private static JobError Quarantined(ClaimedJob job) => new(
        JobError.PoisonType,
        $"{job.Crashes} processes in a row died while they ran this job, with no progress in between. " +
        "It will not be tried again by itself.");

    /// <summary>How the handler ended.</summary>
    /// <param name="Outcome">The job's outcome, unless the handler is called again in place; null when the job was lost.</param>
    /// <param name="Exception">The exception that is the outcome's reason, if any.</param>
    /// <param name="Fault">The state of the database that the exception indicates.</param>
    /// <param name="IsTimeout">Whether it was stopped because the run took too long.</param>
    private readonly record struct RunResult(
        JobOutcome? Outcome, Exception? Exception = null, DatabaseFault Fault = DatabaseFault.None, bool IsTimeout = false);

    private static partial class Log
    {
        [LoggerMessage(1203, LogLevel.Error, "The handler of job {JobId} of queue {Queue} threw")]
        public static partial void HandlerBroke(ILogger logger, Exception exception, Guid jobId, string queue);

        [LoggerMessage(1206, LogLevel.Error, "Job {JobId} of queue {Queue} was cancelled at the drain limit and is released")]
        public static partial void CutAtLimit(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1207, LogLevel.Error, "The run of job {JobId} of queue {Queue} broke; its job is left to be rescued")]
        public static partial void RunBroke(ILogger logger, Exception exception, Guid jobId, string queue);
    }
}
