using Microsoft.Extensions.Logging;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Leases;

/// <summary>Decides what follows an exception in a handler's SQL. It waits for an absent database without a limit and repeats after
/// transient errors a few times; all other exceptions are failures of the handler.</summary>
/// <remarks>
/// <code>
/// the exception says     the database answers         it does not, or is read-only
/// Conflict               again, at most 3 times       (is not asked)
/// Away                   again, at most 3 times       wait, then again
/// TimedOut               a failure                    wait, then again
/// Full                   wait, then again             wait, then again
/// nothing                a failure                    (is not asked)
/// </code>
/// </remarks>
internal sealed partial class FaultPolicy(DatabaseProbe probe, ClaimedJob job, TimeProvider time, ILogger logger)
{
    /// <summary>How often the same work is repeated in total while the database answers.</summary>
    private const int MostRepeats = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WaitingPause = TimeSpan.FromSeconds(1);
    private int _repeats;

    /// <summary>Returns when the work can be repeated.</summary>
    /// <returns>False when it must not be repeated and is a failure of the handler.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while it waited.</exception>
    public async Task<bool> MayRepeatAsync(DatabaseFault fault, Exception exception, CancellationToken cancellationToken)
    {
        if (fault == DatabaseFault.None)
            return false;
        if (fault != DatabaseFault.Conflict && await WaitForDatabaseAsync(fault, exception, cancellationToken))
            return true;
        if (fault == DatabaseFault.TimedOut || _repeats == MostRepeats)
            return false;
        var pause = FirstPause * Math.Pow(2, _repeats++) * (0.5 + Random.Shared.NextDouble() / 2);
        Log.Repeats(logger, job.Id, job.Queue, _repeats, MostRepeats, pause, exception.Message);
        await Task.Delay(pause, time, cancellationToken);
        return true;
    }

    /// <summary>Waits until the database answers.</summary>
    /// <returns>False when it answers at once.</returns>
    private async Task<bool> WaitForDatabaseAsync(DatabaseFault fault, Exception exception, CancellationToken cancellationToken)
    {
        var hasWaited = false;
        if (fault == DatabaseFault.Full)
            await PauseAsync();
        while (!await probe.IsUsableAsync())
            await PauseAsync();
        return hasWaited;

        async Task PauseAsync()
        {
            if (!hasWaited)
                Log.Waits(logger, job.Id, job.Queue, exception.Message);
            hasWaited = true;
            await Task.Delay(WaitingPause, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1111, LogLevel.Warning, "Job {JobId} of queue {Queue} waits for the database under its claim: {Reason}")]
        public static partial void Waits(ILogger logger, Guid jobId, string queue, string reason);

        [LoggerMessage(1112, LogLevel.Warning,
            "Work of job {JobId} of queue {Queue} is repeated ({Repeat} of {MostRepeats}) in {Pause}: {Reason}")]
        public static partial void Repeats(
            ILogger logger, Guid jobId, string queue, int repeat, int mostRepeats, TimeSpan pause, string reason);
    }
}
