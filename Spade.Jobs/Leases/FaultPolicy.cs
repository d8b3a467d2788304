using Microsoft.Extensions.Logging;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Leases;

/// <summary>Decides what follows when SQL of a handler broke. An absent database is waited for, however long that takes; what may pass by
/// itself is repeated a few times; all else is the handler's failure.</summary>
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
    /// <summary>How many times in all the same work is repeated while the database answers.</summary>
    private const int MostRepeats = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WaitingPause = TimeSpan.FromSeconds(1);
    private int _repeats;

    /// <summary>Returns when it is time to do it again.</summary>
    /// <returns>False when it is not to be done again: it is the handler's failure.</returns>
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
    /// <returns>False when it does so at once.</returns>
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
