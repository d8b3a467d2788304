using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Executing;

/// <summary>Moves a job to <c>failed</c>, with its handler's record of the failure in the same transaction.</summary>
internal sealed partial class FailureSettlement(RunServices services, ILogger logger)
{
    /// <summary>How many times a handler is asked to record a failure.</summary>
    private const int MostRecordings = 3;

    private static readonly TimeSpan RecordingPause = TimeSpan.FromSeconds(1);

    /// <returns>False when the run no longer owns the job.</returns>
    public async Task<bool> SettleAsync(ClaimedJob job, JobError error, bool countsAsAttempt, IFailureRecord record, FencedWriter writer)
    {
        // A handler that returns a failure reports bad input, for instance; every other failure is an error in the service.
        var isAnswer = !countsAsAttempt && job.Crashes < QuarantineRules.FailAt;
        Activity.Current?.SetFailure(error.Type, error.Message, isAnswer);
        Log.Failed(logger, isAnswer ? LogLevel.Information : LogLevel.Error, job.Id, job.Queue, error.Type, error.Message);
        for (var recording = 1; job.Crashes < QuarantineRules.FailUnrecordedAt && recording <= MostRecordings; recording++)
        {
            try
            {
                return await WriteFailureAsync(job, error, countsAsAttempt, record, writer);
            }
            catch (Exception exception) when (!services.Tokens.GiveUp.IsCancellationRequested)
            {
                Log.NotRecorded(logger, exception, job.Id, job.Queue, recording, MostRecordings);
                if (recording < MostRecordings)
                    await Task.Delay(recording * RecordingPause, services.Time, services.Tokens.GiveUp);
            }
        }
        return await WriteFailureAsync(job, ErrorText.NotRecorded(error), countsAsAttempt, null, writer);
    }

    /// <summary>Stores an error by <paramref name="write"/>, in ASCII if the database's encoding cannot represent its
    /// characters.</summary>
    public static async Task<bool> StoreAsync(JobError error, Func<JobError, Task<bool>> write)
    {
        try
        {
            return await write(error);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire)
        {
            return await write(ErrorText.Ascii(error));
        }
    }

    private Task<bool> WriteFailureAsync(
        ClaimedJob job, JobError error, bool countsAsAttempt, IFailureRecord? record, FencedWriter writer) =>
        StoreAsync(error, stored => writer.FinishAsync(
            FencedStatements.Fail(job, stored, countsAsAttempt), "failed",
            record is null ? null : (transaction, cancellationToken) => record.RecordAsync(stored, transaction, cancellationToken),
            services.Tokens.GiveUp));

    private static partial class Log
    {
        [LoggerMessage(EventId = 1205, Message = "Job {JobId} of queue {Queue} failed for good: {ErrorType}: {ErrorMessage}")]
        public static partial void Failed(ILogger logger, LogLevel level, Guid jobId, string queue, string errorType, string errorMessage);

        [LoggerMessage(1211, LogLevel.Error,
            "The failure of job {JobId} of queue {Queue} could not be recorded by its handler ({Recording} of {MostRecordings} tries)")]
        public static partial void NotRecorded(
            ILogger logger, Exception exception, Guid jobId, string queue, int recording, int mostRecordings);
    }
}
