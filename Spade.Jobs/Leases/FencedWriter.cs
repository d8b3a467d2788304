using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Leases;

/// <summary>Writes of one run: fenced, and repeated while the database is away. A restart of PostgreSQL costs a run nothing but the
/// wait, for its claim is a row that is still there afterwards.</summary>
/// <remarks>The queue's own statements are repeated until they pass. What a handler writes beside them is the handler's work, and judged
/// as such: see <see cref="FaultPolicy"/>.</remarks>
internal sealed partial class FencedWriter(LeaseStore store, DatabaseProbe probe, JobLease lease, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="JobLostException">The fence held no row.</exception>
    /// <exception cref="Exception">What <paramref name="write"/> threw, as it was thrown.</exception>
    public async Task WriteAsync(FencedStatement fence, JobWrite? write, CancellationToken cancellationToken)
    {
        if (!await RepeatingAsync(() => store.WriteAsync(fence, write, cancellationToken), cancellationToken))
        {
            lease.MarkLost();
            throw new JobLostException(lease.Job.Id);
        }
    }

    /// <summary>The run's last write: a state of its own choice.</summary>
    /// <returns>False when the job is another run's.</returns>
    public Task<bool> FinishAsync(FencedStatement fence, string state, JobWrite? write, CancellationToken cancellationToken) =>
        FinishAsync(() => store.WriteAsync(fence, write, cancellationToken), state, cancellationToken);

    /// <summary>As the other, for a state that is written elsewhere, together with those of other runs.</summary>
    public async Task<bool> FinishAsync(Func<Task<bool>> move, string state, CancellationToken cancellationToken)
    {
        // A commit whose answer was lost may have gone through: then the fence holds no row on the next try, because this run has
        // moved the job already.
        return await RepeatingAsync(move, cancellationToken)
            || await RepeatingAsync(() => store.IsFinishedByAsync(lease.Job, state, cancellationToken), cancellationToken);
    }

    private async Task<bool> RepeatingAsync(Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        FaultPolicy? policy = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await attempt();
            }
            catch (JobWriteException exception)
            {
                policy ??= new(probe, lease.Job, time, logger);
                if (!await policy.MayRepeatAsync(exception.Fault, exception.InnerException!, cancellationToken))
                    ExceptionDispatchInfo.Throw(exception.InnerException!);
            }
            catch (Exception exception) when (DatabaseFaults.MayPass(exception))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Log.WaitingForDatabase(logger, lease.Job.Id, lease.Job.Queue, pause, exception.Message);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "Job {JobId} of queue {Queue} cannot be written now and tries again in {Pause}: {Reason}")]
        public static partial void WaitingForDatabase(ILogger logger, Guid jobId, string queue, TimeSpan pause, string reason);
    }
}
