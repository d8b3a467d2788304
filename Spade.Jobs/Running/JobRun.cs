using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Spade.Jobs;

/// <summary>Takes one claimed job from its claim to its outcome: brake, payload, handler, last write.</summary>
internal sealed partial class JobRun<TPayload, THandler>(
    JobStore store, Completions completions, IServiceScopeFactory scopes, IHints hints, JobsMetrics metrics, DrainSignals drain, TimeProvider time,
    ILogger<JobRun<TPayload, THandler>> logger) : IJobRun
    where THandler : class, IJobHandler<TPayload>
{
    private static readonly TimeSpan RerunPause = TimeSpan.FromSeconds(1);

    /// <summary>Five minutes without a database, and then it counts as a failure after all: something else may be wrong.</summary>
    private const int MostReruns = 300;

    public async Task RunAsync(JobLease lease)
    {
        var job = lease.Job;
        var started = time.GetTimestamp();
        using var activity = JobsActivities.StartRun(job);
        metrics.RunStarted(job.Queue);
        var writer = new FencedWriter(store, lease, time, logger);
        var outcome = "lost";
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetRequiredService<THandler>();
            outcome = await RunAsync(lease, handler, writer);
        }
        catch (Exception exception)
        {
            // The job stays active under this node without a run: the node's own ownership check hands it over, or a peer does.
            Log.RunBroke(logger, exception, job.Id, job.Queue);
            outcome = "broken";
            lease.End = RunEnd.Aborted;
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        }
        finally
        {
            activity?.SetTag("spade.job.outcome", outcome);
            metrics.RunEnded(job.Queue, outcome, time.GetElapsedTime(started));
        }
    }

    private async Task<string> RunAsync(JobLease lease, THandler handler, FencedWriter writer)
    {
        var job = lease.Job;
        var payload = default(TPayload);
        JobOutcome? outcome;
        try
        {
            payload = JsonSerializer.Deserialize<TPayload>(job.Payload, JsonSerializerOptions.Web)
                ?? throw new JsonException("The payload is null.");
            outcome = job.Crashes >= PoisonBrake.FailAt
                ? new JobOutcome.Failed(Poison(job))
                : await HandleAsync(lease, handler, payload, writer);
        }
        catch (JsonException exception)
        {
            outcome = new JobOutcome.Failed(new JobError("payload-invalid", $"The payload is no {typeof(TPayload).Name}: {exception.Message}"));
        }
        return await SettleAsync(lease, handler, payload, outcome, writer);
    }

    /// <summary>A handler that meets an absent database is run again in place: its claim is still there, and an outage is no failure of the
    /// job. What it checkpointed is kept, so this costs what a crash costs.</summary>
    private async Task<JobOutcome> RunPatientlyAsync(
        ClaimedJob job, Func<CancellationToken, Task<JobOutcome>> run, CancellationToken cancellationToken)
    {
        for (var rerun = 1; ; rerun++)
        {
            try
            {
                return await run(cancellationToken);
            }
            catch (NpgsqlException exception) when (DatabaseFaults.IsAwayOrSlow(exception) && rerun <= MostReruns)
            {
                Log.RunAgain(logger, job.Id, job.Queue, RerunPause, exception.Message);
                await Task.Delay(RerunPause, time, cancellationToken);
                if (drain.Shutdown.IsCancellationRequested)
                    return new JobOutcome.HandedOver();
            }
        }
    }

    private async Task<string> SettleAsync(
        JobLease lease, THandler handler, TPayload? payload, JobOutcome? outcome, FencedWriter writer)
    {
        try
        {
            return await MoveAsync(lease, handler, payload, outcome, writer);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && outcome is not JobOutcome.Retry)
        {
            Log.ResultRefused(logger, exception, lease.Job.Id, lease.Job.Queue);
            var error = new JobError("result-refused", $"The result could not be stored: {exception.GetType().Name}: {exception.Message}");
            return await MoveAsync(lease, handler, payload, new JobOutcome.Retry(error), writer);
        }
    }

    /// <returns>Null when the job was lost: there is nothing left to settle.</returns>
    private async Task<JobOutcome?> HandleAsync(JobLease lease, THandler handler, TPayload payload, FencedWriter writer)
    {
        var job = lease.Job;
        using var timeout = job.Timeout is { } limit ? new CancellationTokenSource(limit, time) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, drain.Cancel, timeout?.Token ?? CancellationToken.None);
        var yield = drain.Yield;
        try
        {
            return await RunPatientlyAsync(job, token => handler.RunAsync(new(lease, payload, writer, yield), token), stop.Token);
        }
        catch (JobLostException)
        {
            return null;
        }
        catch (Exception) when (lease.Lost.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (drain.Cancel.IsCancellationRequested)
        {
            Log.CutAtLimit(logger, job.Id, job.Queue);
            lease.End = RunEnd.Aborted;
            return new JobOutcome.HandedOver();
        }
        catch (OperationCanceledException) when (yield.IsCancellationRequested && timeout is not { IsCancellationRequested: true })
        {
            // It passed the shutdown token on to what it was doing: a yield point like any other.
            return new JobOutcome.HandedOver();
        }
        catch (OperationCanceledException) when (timeout is { IsCancellationRequested: true })
        {
            return new JobOutcome.Retry(new JobError("timeout", $"The run took longer than {job.Timeout}."));
        }
        catch (Exception exception)
        {
            Log.HandlerThrew(logger, exception, job.Id, job.Queue);
            return new JobOutcome.Retry(new JobError("exception", $"{exception.GetType().Name}: {exception.Message}"));
        }
    }

    private async Task<string> MoveAsync(
        JobLease lease, THandler handler, TPayload? payload, JobOutcome? outcome, FencedWriter writer)
    {
        var job = lease.Job;
        lease.IsSettling = true;
        // Not the drain's token: what a handler has finished is worth the last seconds. Losing the job ends the wait.
        var (name, kept) = outcome switch
        {
            null => ("lost", false),
            JobOutcome.Completed { Write: null } =>
                ("completed", await writer.FinishAsync(() => CompleteAsync(job), "completed", drain.GiveUp)),
            JobOutcome.Completed completed =>
                ("completed", await writer.FinishAsync(JobStore.Complete(job), "completed", completed.Write, drain.GiveUp)),
            JobOutcome.HandedOver => ("handed_over", await HandOverAsync(lease, writer)),
            JobOutcome.Failed failed => ("failed", await FailAsync(job, handler, payload, failed.Error, false, writer)),
            JobOutcome.Retry retry when job.Attempt + 1 > job.Retries.Limit =>
                ("failed", await FailAsync(job, handler, payload, retry.Error, true, writer)),
            JobOutcome.Retry retry => ("retry", await RetryAsync(job, retry.Error, writer)),
            _ => throw new UnreachableException($"Unknown outcome {outcome}."),
        };
        if (kept)
        {
            Log.Ended(logger, job.Id, job.Queue, name);
            return name;
        }
        metrics.Lost(job.Queue);
        Log.Lost(logger, job.Id, job.Queue);
        return "lost";
    }

    /// <summary>Together with others; alone where somebody holds the row.</summary>
    private async Task<bool> CompleteAsync(ClaimedJob job) =>
        await completions.CompleteAsync(job).WaitAsync(drain.GiveUp) || await store.WriteAsync(JobStore.Complete(job), null, drain.GiveUp);

    private async Task<bool> HandOverAsync(JobLease lease, FencedWriter writer)
    {
        var job = lease.Job;
        if (!await writer.FinishAsync(JobStore.HandOver(job.Id, job.Fence), "retry", null, drain.GiveUp))
            return false;
        hints.Publish(HintTopics.Work, job.Queue);
        if (lease.End == RunEnd.Finished)
            lease.End = RunEnd.HandedOver;
        return true;
    }

    private async Task<bool> RetryAsync(ClaimedJob job, JobError error, FencedWriter writer)
    {
        var delay = job.Retries.DelayAfter(job.Attempt + 1, Random.Shared.NextDouble());
        Log.Retrying(logger, job.Id, job.Queue, job.Attempt + 1, job.Retries.Limit, delay, error.Type, error.Message);
        if (!await writer.FinishAsync(JobStore.Retry(job, error, delay), "retry", null, drain.GiveUp))
            return false;
        _ = WakeAfterAsync(job.Queue, delay);
        return true;
    }

    private async Task<bool> FailAsync(
        ClaimedJob job, THandler handler, TPayload? payload, JobError error, bool countsAsAttempt, FencedWriter writer)
    {
        Log.Failed(logger, job.Id, job.Queue, error.Type, error.Message);
        JobWrite? record = payload is null
            ? null
            : (transaction, cancellationToken) => handler.OnFailedAsync(payload, error, transaction, cancellationToken);
        return await writer.FinishAsync(JobStore.Fail(job, error, countsAsAttempt), "failed", record, drain.GiveUp);
    }

    /// <summary>Wakes workers when the backoff is over, so that a retry need not wait for a poll; if this process is gone by then, one does.</summary>
    private async Task WakeAfterAsync(string queue, TimeSpan delay)
    {
        await Task.Delay(delay, time, drain.Shutdown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        hints.Publish(HintTopics.Work, queue);
    }

    private static JobError Poison(ClaimedJob job) => new(
        PoisonBrake.ErrorType,
        $"{job.Crashes} processes in a row died while they ran this job, with no progress in between. It will not be tried again by itself.");

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Debug, "Job {JobId} of queue {Queue} ended as {Outcome}")]
        public static partial void Ended(ILogger logger, Guid jobId, string queue, string outcome);

        [LoggerMessage(1202, LogLevel.Warning, "Job {JobId} of queue {Queue} was taken away; what this run did does not count")]
        public static partial void Lost(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1203, LogLevel.Error, "The handler of job {JobId} of queue {Queue} threw")]
        public static partial void HandlerThrew(ILogger logger, Exception exception, Guid jobId, string queue);

        [LoggerMessage(1204, LogLevel.Warning,
            "Job {JobId} of queue {Queue} failed ({Attempt} of {RetryLimit} retries) and is tried again in {Delay}: {ErrorType}: {ErrorMessage}")]
        public static partial void Retrying(
            ILogger logger, Guid jobId, string queue, int attempt, int retryLimit, TimeSpan delay, string errorType, string errorMessage);

        [LoggerMessage(1205, LogLevel.Error, "Job {JobId} of queue {Queue} failed for good: {ErrorType}: {ErrorMessage}")]
        public static partial void Failed(ILogger logger, Guid jobId, string queue, string errorType, string errorMessage);

        [LoggerMessage(1206, LogLevel.Error, "Job {JobId} of queue {Queue} was cancelled at the drain limit and is handed over")]
        public static partial void CutAtLimit(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1207, LogLevel.Error, "The run of job {JobId} of queue {Queue} broke; its job is left to be rescued")]
        public static partial void RunBroke(ILogger logger, Exception exception, Guid jobId, string queue);

        [LoggerMessage(1209, LogLevel.Warning,
            "The handler of job {JobId} of queue {Queue} found no database and is run again in {Pause}: {Reason}")]
        public static partial void RunAgain(ILogger logger, Guid jobId, string queue, TimeSpan pause, string reason);

        [LoggerMessage(1208, LogLevel.Error, "The result of job {JobId} of queue {Queue} could not be stored")]
        public static partial void ResultRefused(ILogger logger, Exception exception, Guid jobId, string queue);
    }
}

/// <summary>A run of a job whose payload type is known to nobody else.</summary>
internal interface IJobRun
{
    /// <summary>Never throws.</summary>
    Task RunAsync(JobLease lease);
}
