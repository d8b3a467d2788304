using Microsoft.Extensions.Logging;
using Spade.Jobs.Completing;
using Spade.Jobs.Configuration;
using Spade.Jobs.Executing;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Fetching;

/// <summary>Keeps one queue's slots on this node busy: claims no more than there are free slots and runs what it claimed. When to look for
/// work is its <see cref="Fetcher"/>'s to say, which it asks for a look when a notification comes or a slot is free again.</summary>
internal sealed partial class QueueFetcher(
    JobQueue queue, IJobExecutor run, LeaseStore store, Node node, RunningJobs running, NodeSlots gate, ClaimWindow window,
    INotifications notifications, RunTokens drain, JobsMetrics metrics, TimeProvider time, ILogger<QueueFetcher> logger) : IRefill
{
    private readonly Backlog _backlog = new();
    private int _busy;
    private int _isAsked;
    private long _refillBegun;
    private IDisposable? _refill;

    /// <summary>The queue.</summary>
    public string Queue => queue.Name;

    /// <summary>Called when there may be work and a place for it. Must be quick and must not throw.</summary>
    public Action Asks { get; set; } = static () => { };

    /// <summary>True when another job could run here.</summary>
    public bool HasFreeSlot => FreeSlots > 0;

    /// <summary>Whether somebody has asked for a look since the last call.</summary>
    public bool TakeAsked() => Interlocked.Exchange(ref _isAsked, 0) == 1;

    /// <summary>There may be work, where a claim does not always look: the whole queue is looked at.</summary>
    public void AskEverywhere()
    {
        window.LookEverywhere();
        Ask();
    }

    /// <summary>There may be work.</summary>
    public void Ask()
    {
        _backlog.MayHaveGrown();
        AskAgain();
    }

    /// <summary>Claims and starts what there is a slot for. Never throws.</summary>
    /// <returns>True when there may be more to claim at once.</returns>
    public async Task<bool> LookAsync()
    {
        var free = FreeSlots;
        return free > 0 && await FillAsync(free);
    }

    private int FreeSlots => queue.Concurrency - Volatile.Read(ref _busy);

    /// <summary>A backlog is worked off in the transactions that complete jobs; without one, completions claim nothing.</summary>
    public int Reserve(int places)
    {
        if (!_backlog.MayExist || drain.Stopping.IsCancellationRequested || !gate.TryReserve(places))
            return 0;
        _refillBegun = _backlog.BeginClaim();
        _refill = running.BeginClaim();
        return places;
    }

    public async Task AcceptAsync(List<ClaimedJob> claimed, int places)
    {
        _backlog.EndClaim(_refillBegun, isFull: claimed.Count == places);
        gate.Release(places - claimed.Count);
        try
        {
            await StartAsync(claimed);
        }
        finally
        {
            _refill?.Dispose();
        }
    }

    public void Abandon(int places)
    {
        _refill?.Dispose();
        _backlog.MayHaveGrown();
        gate.Release(places);
    }

    /// <summary>Starts a suspect of the poison brake, whose place at the gate is reserved, or gives it back when the process stops.</summary>
    /// <returns>Ends with the run, or with its first checkpoint: from there on it is no suspect any more.</returns>
    public async Task<Task> StartQuarantinedAsync(ClaimedJob job)
    {
        if (drain.Stopping.IsCancellationRequested)
        {
            await GiveBackAsync([job]);
            return Task.CompletedTask;
        }
        var lease = Begin(job);
        var checkpointed = lease.WhenCheckpointed();
        return Task.WhenAny(Task.Run(() => RunAsync(lease)), checkpointed);
    }

    /// <returns>True when there may be more to claim at once.</returns>
    private async Task<bool> FillAsync(int free)
    {
        try
        {
            return await FillWithDueAsync(free);
        }
        catch (Exception exception) when (DatabaseFaults.IsAwayOrSlow(exception))
        {
            window.LookEverywhere();
            Log.CannotClaim(logger, queue.Name, exception.Message);
            return false;
        }
        catch (Exception exception)
        {
            Log.ClaimBroke(logger, exception, queue.Name);
            return false;
        }
    }

    private async Task<bool> FillWithDueAsync(int free)
    {
        if (!gate.TryReserve(free))
        {
            _backlog.MayHaveGrown();
            return false;
        }
        var begun = _backlog.BeginClaim();
        var began = time.GetTimestamp();
        var bounds = window.Next();
        var claimed = await ClaimAsync(free, token => store.ClaimAsync(queue.Name, node.Id, free, bounds, token));
        window.Learn(bounds, claimed, isFull: claimed.Count == free, began);
        _backlog.EndClaim(begun, isFull: claimed.Count == free);
        return claimed.Count == free;
    }

    private async Task<List<ClaimedJob>> ClaimAsync(int places, Func<CancellationToken, Task<List<ClaimedJob>>> claim)
    {
        var claimed = new List<ClaimedJob>();
        using var underWay = running.BeginClaim();
        try
        {
            // Not cancelled by the drain: a claim that the server commits while nobody reads the answer would wait for its rescue.
            claimed = await claim(CancellationToken.None);
        }
        finally
        {
            gate.Release(places - claimed.Count);
        }
        await StartAsync(claimed);
        return claimed;
    }

    private async Task StartAsync(List<ClaimedJob> claimed)
    {
        if (drain.Stopping.IsCancellationRequested)
            await GiveBackAsync(claimed);
        else
            claimed.ForEach(Start);
    }

    private JobLease Begin(ClaimedJob job)
    {
        metrics.Claimed(queue.Name, job.Wait);
        Interlocked.Increment(ref _busy);
        return running.Add(job);
    }

    private void Start(ClaimedJob job)
    {
        var lease = Begin(job);
        // Before whatever is queued fairly from now on: see Completions.
        _ = Task.Factory.StartNew(() => RunAsync(lease), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
    }

    private async Task RunAsync(JobLease lease)
    {
        await run.RunAsync(lease);
        running.Remove(lease);
        var busy = Interlocked.Decrement(ref _busy);
        gate.Release(1);
        if (_backlog.MayExist && busy < queue.Concurrency)
            AskAgain();
    }

    /// <summary>For work that is known already.</summary>
    public void AskAgain()
    {
        Interlocked.Exchange(ref _isAsked, 1);
        Asks();
    }

    private async Task GiveBackAsync(List<ClaimedJob> claimed)
    {
        foreach (var job in claimed)
        {
            await GiveBackAsync(job);
            gate.Release(1);
        }
        if (claimed.Count > 0)
            notifications.Publish(NotificationTopics.Everywhere, queue.Name);
    }

    private async Task GiveBackAsync(ClaimedJob job)
    {
        try
        {
            await store.WriteAsync(LeaseStore.GiveBack(job), null, CancellationToken.None);
            Log.GivenBack(logger, job.Id, queue.Name);
        }
        catch (Exception exception)
        {
            // It stays this node's, without a run: its own ownership check or a peer moves it on.
            Log.NotGivenBack(logger, job.Id, queue.Name, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1307, LogLevel.Warning, "Job {JobId} of queue {Queue} could not be given back unstarted; it is rescued later: {Reason}")]
        public static partial void NotGivenBack(ILogger logger, Guid jobId, string queue, string reason);

        [LoggerMessage(1301, LogLevel.Warning, "Queue {Queue} cannot be read now and is tried again: {Reason}")]
        public static partial void CannotClaim(ILogger logger, string queue, string reason);

        [LoggerMessage(1303, LogLevel.Error, "Claiming from queue {Queue} broke; it is tried again")]
        public static partial void ClaimBroke(ILogger logger, Exception exception, string queue);

        [LoggerMessage(1302, LogLevel.Information, "Job {JobId} of queue {Queue} was given back unstarted")]
        public static partial void GivenBack(ILogger logger, Guid jobId, string queue);
    }
}
