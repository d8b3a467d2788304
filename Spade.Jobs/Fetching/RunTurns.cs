using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>Makes long runs of one queue give way to jobs that wait for a slot on this node.</summary>
/// <remarks>
/// <code>
///   run           | open | first checkpoint ... page ... page ... | its turn is over: jobs are counted every PollInterval
///   turn                  |---------- JobQueue.Turn -------------|
/// </code>
/// A turn begins with the run's first checkpoint, so every turn makes progress, and a job that is slow to open does not spend its turn on
/// that. No more runs are asked than jobs wait: those of the lowest priority first, of these the ones of the group with the most runs here,
/// then in the order in which their turns ended. A run gives way to jobs of its own group, and to those of groups that would then have no
/// more runs than its own: a group keeps its share of the slots.
/// </remarks>
internal sealed partial class RunTurns(
    JobQueue queue, ClaimStore store, QueueDemand demand, RunningJobs running, RunTokens tokens, TimeProvider time,
    IOptions<JobsOptions> options, ILogger<RunTurns> logger)
{
    private readonly Lock _lock = new();
    private readonly List<JobLease> _over = [];
    private readonly Pace _pace = new(options.Value.PollInterval, time);
    private bool _isCounting;

    /// <summary>Begins the turn of a run that starts now; dispose the result when the run has ended.</summary>
    /// <param name="lease">The run.</param>
    /// <param name="isFull">True while the queue has no free slot on this node. Otherwise a job that waits needs none of a run's.</param>
    /// <returns>Null if the queue has no turns.</returns>
    public IDisposable? Begin(JobLease lease, Func<bool> isFull)
    {
        if (queue.Turn is not { } turn)
            return null;
        // Before the run starts: a run may be over at its first checkpoint.
        var checkpointed = lease.WhenCheckpointed();
        var run = new Run(CancellationTokenSource.CreateLinkedTokenSource(tokens.Stopping));
        _ = KeepAsync(lease, checkpointed, turn, isFull, run.Ended);
        return run;
    }

    /// <summary>Waits until the turn is over, and then counts until the run is asked or ends. Never throws.</summary>
    private async Task KeepAsync(JobLease lease, Task checkpointed, TimeSpan turn, Func<bool> isFull, CancellationToken ended)
    {
        try
        {
            await checkpointed.WaitAsync(ended);
            await Task.Delay(turn, time, ended);
            lock (_lock)
                _over.Add(lease);
            while (!lease.TurnOver.IsCancellationRequested)
            {
                if (isFull())
                    await TryAskAsync(isFull);
                await Task.Delay(options.Value.PollInterval, time, ended);
            }
            // Until the run has ended it counts as one of those that were asked.
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ended);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                _over.Remove(lease);
        }
    }

    /// <summary>Asks as many runs as jobs wait. The runs whose turns are over all call it; the first one counts for all.</summary>
    private async Task TryAskAsync(Func<bool> isFull)
    {
        lock (_lock)
        {
            if (_isCounting || !_pace.IsDue)
                return;
            _isCounting = true;
        }
        var began = time.GetTimestamp();
        try
        {
            HashSet<string> kept = [];
            while (Next(kept) is { } next)
            {
                var waiting = await store.CountWaitingAsync(
                    queue.Name, next.Lease.Job.Priority, next.Asked + 1, next.Rivals, CancellationToken.None);
                // A job that was given up during the count may be one of those that wait, and a slot may have become free for them.
                if (!isFull() || !next.IsSameAs(Next(kept)))
                    break;
                if (waiting <= next.Asked)
                {
                    kept.Add(next.Lease.Job.GroupOrEmpty);
                    continue;
                }
                // The slot that becomes free is claimed for at once, even if no notification of the waiting job came here.
                demand.Backlog.MayHaveGrown();
                Log.GivesWay(logger, next.Lease.Job.Id, queue.Name);
                next.Lease.EndTurn();
            }
        }
        catch (Exception exception)
        {
            Log.CannotCount(logger, queue.Name, exception.Message);
        }
        finally
        {
            lock (_lock)
            {
                _pace.Ran(began);
                _isCounting = false;
            }
        }
    }

    /// <param name="kept">Groups whose other runs keep their slots too.</param>
    /// <returns>Null when no run is left to ask, or when one of those that were asked puts its job back at the moment, which would count as
    /// one that waits.</returns>
    private Candidate? Next(HashSet<string> kept)
    {
        var runs = running.GroupsOf(queue.Name, withEnding: true);
        lock (_lock)
        {
            var asked = _over.Where(lease => lease.TurnOver.IsCancellationRequested).ToList();
            if (asked.Exists(lease => lease.IsSettling))
                return null;
            asked.ForEach(lease => runs.Remove(lease.Job.GroupOrEmpty));
            var next = _over.Except(asked).Where(lease => !kept.Contains(lease.Job.GroupOrEmpty))
                .MinBy(lease => (lease.Job.Priority, -runs.Count(group => group == lease.Job.GroupOrEmpty)));
            return next is null ? null : new(next, asked.Count, WaitingGroups.Rivals(next.Job.GroupOrEmpty, runs, asked.Count));
        }
    }

    /// <param name="Lease">The next run to ask.</param>
    /// <param name="Asked">How many runs were asked and have not ended.</param>
    /// <param name="Rivals">The jobs to which it would give way.</param>
    private sealed record Candidate(JobLease Lease, int Asked, WaitingGroups Rivals)
    {
        public bool IsSameAs(Candidate? other) =>
            other is not null && other.Lease == Lease && other.Asked == Asked && other.Rivals.Except.SequenceEqual(Rivals.Except);
    }

    private sealed class Run(CancellationTokenSource ended) : IDisposable
    {
        public CancellationToken Ended { get; } = ended.Token;

        public void Dispose()
        {
            ended.Cancel();
            ended.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1309, LogLevel.Debug, "Job {JobId} of queue {Queue} has had its turn and is asked to give way")]
        public static partial void GivesWay(ILogger logger, Guid jobId, string queue);

        [LoggerMessage(1310, LogLevel.Warning, "The jobs of queue {Queue} that wait cannot be counted now, and no run gives way: {Reason}")]
        public static partial void CannotCount(ILogger logger, string queue, string reason);
    }
}
