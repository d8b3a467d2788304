using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Completing;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Telemetry;
using Spade.Shutdown.InFlight;

namespace Spade.Jobs.Executing;

/// <summary>The last step of every run: moves the job to the state for its outcome. A failure leads to <c>retry</c>, or to <c>failed</c>
/// when no retries are left.</summary>
internal sealed partial class JobSettlement(RunServices services, CompletionQueue completions, ILogger logger)
{
    /// <summary>Minimum wait before a payload that this version cannot read is tried again, because other versions need time to
    /// start.</summary>
    private static readonly TimeSpan UnreadablePause = TimeSpan.FromSeconds(10);

    private readonly FailureSettlement _failure = new(services, logger);

    /// <param name="lease">The run's lease.</param>
    /// <param name="outcome">Null when the job was lost and there is nothing to settle.</param>
    /// <param name="record">Records a final failure.</param>
    /// <param name="writer">The run's writer.</param>
    /// <returns>The outcome's name.</returns>
    public async Task<string> SettleAsync(JobLease lease, JobOutcome? outcome, IFailureRecord record, FencedWriter writer)
    {
        lease.IsSettling = true;
        try
        {
            return await MoveAsync(lease, outcome, record, writer);
        }
        catch (Exception) when (services.Tokens.GiveUp.IsCancellationRequested)
        {
            return NotSaved(lease, outcome);
        }
        catch (Exception exception) when (outcome is JobOutcome.Completed or JobOutcome.Yielded or JobOutcome.GaveWay)
        {
            Log.ResultRejected(logger, exception, lease.Job.Id, lease.Job.Queue);
            var error = new JobError("result-refused", $"The result could not be stored: {exception.GetType().Name}: {exception.Message}");
            return await SettleAsync(lease, new JobOutcome.Retry(error), record, writer);
        }
    }

    private async Task<string> MoveAsync(JobLease lease, JobOutcome? outcome, IFailureRecord record, FencedWriter writer)
    {
        var job = lease.Job;
        // Not cancelled by the drain limit, so that finished work is saved. Losing the job ends the wait.
        var giveUp = services.Tokens.GiveUp;
        var (name, kept) = outcome switch
        {
            null => ("lost", false),
            JobOutcome.Completed { Write: null } =>
                ("completed", await writer.FinishAsync(() => CompleteAsync(job), "completed", giveUp)),
            JobOutcome.Completed completed =>
                ("completed", await writer.FinishAsync(FencedStatements.Complete(job), "completed", completed.Write, giveUp)),
            JobOutcome.Yielded => ("handed_over", await ReleaseAsync(lease, writer)),
            JobOutcome.GaveWay => ("gave_way", await GiveWayAsync(job, writer)),
            JobOutcome.Failed failed =>
                ("failed", await _failure.SettleAsync(job, ErrorText.Storable(failed.Error), false, record, writer)),
            JobOutcome.Retry retry when job.IsLastAttempt =>
                ("failed", await _failure.SettleAsync(job, ErrorText.Storable(retry.Error), true, record, writer)),
            JobOutcome.Retry retry => ("retry", await RetryAsync(job, ErrorText.Storable(retry.Error), writer)),
            _ => throw new UnreachableException($"Unknown outcome {outcome}."),
        };
        if (kept)
        {
            Log.Ended(logger, job.Id, job.Queue, name);
            return name;
        }
        services.Metrics.Lost(job.Queue);
        Log.Lost(logger, job.Id, job.Queue);
        return "lost";
    }

    /// <summary>The process ends before its database is back. Another process runs the job again; only an unsaved result counts as
    /// lost.</summary>
    private string NotSaved(JobLease lease, JobOutcome? outcome)
    {
        var isLoss = outcome is JobOutcome.Completed or JobOutcome.Failed;
        Log.NotSaved(logger, isLoss ? LogLevel.Error : LogLevel.Warning, lease.Job.Id, lease.Job.Queue, outcome?.GetType().Name);
        if (isLoss)
            lease.End = WorkEnd.Aborted;
        else if (lease.End == WorkEnd.Finished)
            lease.End = WorkEnd.Released;
        return "not_saved";
    }

    /// <summary>Completes the job together with others, or alone if another transaction holds its row or one of them is rejected.</summary>
    private async Task<bool> CompleteAsync(ClaimedJob job)
    {
        try
        {
            if (await completions.CompleteAsync(job).WaitAsync(services.Tokens.GiveUp))
                return true;
        }
        catch (PostgresException exception) when (!DatabaseFaults.MayPass(exception))
        {
            Log.CompletesAlone(logger, job.Id, job.Queue, exception.Message);
        }
        return await services.Store.WriteAsync(FencedStatements.Complete(job), null, services.Tokens.GiveUp);
    }

    private async Task<bool> ReleaseAsync(JobLease lease, FencedWriter writer)
    {
        var job = lease.Job;
        if (!await writer.FinishAsync(FencedStatements.Release(job), "retry", null, services.Tokens.GiveUp))
            return false;
        services.Notifications.Publish(NotificationTopics.Work, job.Queue);
        if (lease.End == WorkEnd.Finished)
            lease.End = WorkEnd.Released;
        return true;
    }

    /// <summary>The slot goes to a job that waits, so the run counts as finished, also when the process has begun to stop.</summary>
    private async Task<bool> GiveWayAsync(ClaimedJob job, FencedWriter writer)
    {
        if (!await writer.FinishAsync(FencedStatements.GiveWay(job), "retry", null, services.Tokens.GiveUp))
            return false;
        services.Notifications.Publish(NotificationTopics.Work, job.Queue);
        return true;
    }

    private async Task<bool> RetryAsync(ClaimedJob job, JobError error, FencedWriter writer)
    {
        var retries = error.Type == UnreadablePayloadException.ErrorType ? job.Retries.AtLeast(UnreadablePause) : job.Retries;
        var delay = retries.DelayAfter(job.Attempt + 1, Random.Shared.NextDouble());
        Activity.Current?.SetFailure(error.Type, error.Message);
        Log.Retrying(logger, job.Id, job.Queue, job.Attempt + 1, job.Retries.Limit, delay, error.Type, error.Message);
        if (!await FailureSettlement.StoreAsync(
                error, stored => writer.FinishAsync(FencedStatements.Retry(job, stored, delay), "retry", null, services.Tokens.GiveUp)))
            return false;
        _ = WakeAfterAsync(job.Queue, delay);
        return true;
    }

    /// <summary>Wakes workers when the backoff is over, so that a retry does not wait for a poll. If this process exits earlier, a poll
    /// finds it.</summary>
    private async Task WakeAfterAsync(string queue, TimeSpan delay)
    {
        await Task.Delay(delay, services.Time, services.Tokens.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        services.Notifications.Publish(NotificationTopics.Work, queue);
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Debug, "Job {JobId} of queue {Queue} ended as {Outcome}")]
        public static partial void Ended(ILogger logger, Guid jobId, string queue, string outcome);

        [LoggerMessage(1202, LogLevel.Warning, "Job {JobId} of queue {Queue} was taken away; what this run did does not count")]
        public static partial void Lost(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1213, LogLevel.Warning,
            "Completing job {JobId} of queue {Queue} together with others was rejected; it is completed alone: {Reason}")]
        public static partial void CompletesAlone(ILogger logger, Guid jobId, string queue, string reason);

        [LoggerMessage(1204, LogLevel.Warning,
            "Job {JobId} of queue {Queue} failed ({Attempt} of {RetryLimit} retries) and is tried again in {Delay}: {ErrorType}: " +
            "{ErrorMessage}")]
        public static partial void Retrying(
            ILogger logger, Guid jobId, string queue, int attempt, int retryLimit, TimeSpan delay, string errorType, string errorMessage);

        [LoggerMessage(1208, LogLevel.Error, "The result of job {JobId} of queue {Queue} could not be stored")]
        public static partial void ResultRejected(ILogger logger, Exception exception, Guid jobId, string queue);

        [LoggerMessage(EventId = 1212, Message =
            "The process ends before its database is back: that job {JobId} of queue {Queue} ended as {Outcome} is not saved; another " +
            "worker runs it again")]
        public static partial void NotSaved(ILogger logger, LogLevel level, Guid jobId, string queue, string? outcome);
    }
}
