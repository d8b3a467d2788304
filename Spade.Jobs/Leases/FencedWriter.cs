using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Leases;

/// <summary>Fenced writes of one run, repeated while the database is away. A restart of PostgreSQL only delays a run, because its claim is
/// a row that survives the restart.</summary>
/// <remarks>The queue's own statements are repeated until they succeed. For errors in a handler's statements see
/// <see cref="FaultPolicy"/>.</remarks>
internal sealed partial class FencedWriter(LeaseStore store, DatabaseProbe probe, JobLease lease, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="JobLostException">The fence found no row.</exception>
    /// <exception cref="Exception">The original exception of <paramref name="write"/>.</exception>
    public async Task WriteAsync(FencedStatement fence, JobWrite? write, CancellationToken cancellationToken)
    {
        if (!await RepeatingAsync(() => store.WriteAsync(fence, write, cancellationToken), cancellationToken))
        {
            lease.MarkLost();
            throw new JobLostException(lease.Job.Id);
        }
    }

    /// <summary>The run's last write, which moves the job to a final state or releases it.</summary>
    /// <returns>False when the run no longer owns the job.</returns>
    public Task<bool> FinishAsync(FencedStatement fence, string state, JobWrite? write, CancellationToken cancellationToken) =>
        FinishAsync(() => store.WriteAsync(fence, write, cancellationToken), state, cancellationToken);

    /// <summary>As the other overload, for a state that is written together with those of other runs.</summary>
    public async Task<bool> FinishAsync(Func<Task<bool>> move, string state, CancellationToken cancellationToken)
    {
        // A commit whose response was lost may have succeeded. Then the fence finds no row on the next try, because this run has
        // already moved the job.
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
