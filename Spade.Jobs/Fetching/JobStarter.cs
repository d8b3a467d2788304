using Spade.Jobs.Configuration;
using Spade.Jobs.Executing;
using Spade.Jobs.Leases;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Fetching;

/// <summary>Starts the claimed jobs of one queue, counts its free slots and keeps the turns of its runs.</summary>
internal sealed class JobStarter(
    JobQueue queue, IJobExecutor executor, NodeSlots slots, RunningJobs running, QueueDemand demand, UnstartedJobs unstarted,
    RunTurns turns, JobsMetrics metrics)
{
    private int _busy;

    /// <summary>How many more jobs of the queue could run here.</summary>
    public int Free => queue.Concurrency - Volatile.Read(ref _busy);

    /// <summary>Starts jobs in their reserved slots, or releases them when the process stops. Never throws.</summary>
    public async Task StartAsync(List<ClaimedJob> claimed)
    {
        if (running.Tokens.Stopping.IsCancellationRequested)
            await unstarted.GiveBackAsync(claimed);
        else
            claimed.ForEach(Start);
    }

    /// <summary>As <see cref="StartAsync"/>, for a job in quarantine.</summary>
    /// <returns>Completes with the run or with its first checkpoint, which ends the quarantine of the job.</returns>
    public async Task<Task> StartQuarantinedAsync(ClaimedJob job)
    {
        if (running.Tokens.Stopping.IsCancellationRequested)
        {
            await unstarted.GiveBackAsync([job]);
            return Task.CompletedTask;
        }
        var lease = Begin(job);
        var checkpointed = lease.WhenCheckpointed();
        return Task.WhenAny(Task.Run(() => RunAsync(lease)), checkpointed);
    }

    private JobLease Begin(ClaimedJob job)
    {
        metrics.Claimed(queue.Name, job.Wait);
        Interlocked.Increment(ref _busy);
        return running.Add(job, hasTurn: queue.Turn is not null);
    }

    private void Start(ClaimedJob job)
    {
        var lease = Begin(job);
        // Into the global queue, ahead of work that is queued later: see Completer.
        _ = Task.Factory.StartNew(() => RunAsync(lease), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
    }

    private async Task RunAsync(JobLease lease)
    {
        using (turns.Begin(lease, isFull: () => Free <= 0))
            await executor.RunAsync(lease);
        running.Remove(lease);
        var busy = Interlocked.Decrement(ref _busy);
        slots.Release(1);
        if (demand.Backlog.MayExist && busy < queue.Concurrency)
            demand.AskAgain();
    }
}
