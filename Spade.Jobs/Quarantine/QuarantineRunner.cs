using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Jobs.Postgres;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Quarantine;

/// <summary>Runs the suspects of the poison brake alone on this node, one at a time. A node that is idle takes one at once. A busy one
/// makes room for it in rounds, and its healthy jobs go on between them.</summary>
/// <remarks>
/// <code>
///   suspect   due ...... taken: put off for the others, and again as long as this node is at it
///   gate      open       |closed|  open   | closed |    open     |  closed  | ...        the last: running jobs are asked to hand over
///             patience     hold   2 x hold  2 x hold  4 x hold     4 x hold
///                             '---------'--------'------------'----------'- idle: it runs alone, with the gate closed
/// </code>
/// All of these times have limits, so a suspect starts in bounded time whatever runs here: see docs/job-lifecycle.md.
/// </remarks>
internal sealed partial class QuarantineRunner(
    IEnumerable<QueueFetcher> workers, QuarantineStore suspects, LeaseStore store, Node node, NodeSlots gate, RunningJobs running,
    RunTokens drain, TimeProvider time, IOptions<JobsOptions> options, ILogger<QuarantineRunner> logger) : IDisposable
{
    /// <summary>Each twice as long as the one before: short jobs are waited for soon, long ones seldom.</summary>
    private const int Rounds = 5;

    /// <summary>Half of a node's time, at least, is for its other jobs.</summary>
    private const int PauseShare = 2;

    private readonly Wakeup _found = new();
    private readonly List<QueueFetcher> _workers = [.. workers];
    private long _opened;
    private TimeSpan _rest = TimeSpan.Zero;

    /// <summary>One of this node's queues has a suspect that is due.</summary>
    public void Found() => _found.Set();

    /// <summary>Runs suspects until the drain begins. Returns when the last claim is settled; a run goes on.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            await _found.WaitAsync(Timeout.InfiniteTimeSpan, drain.Stopping);
            if (drain.Stopping.IsCancellationRequested)
                return;
            try
            {
                await LookAsync();
            }
            catch (Exception exception) when (DatabaseFaults.IsAwayOrSlow(exception))
            {
                Log.Postponed(logger, exception.Message);
            }
            catch (Exception exception)
            {
                Log.Broke(logger, exception);
            }
            finally
            {
                Open();
            }
        }
    }

    public void Dispose() => _found.Dispose();

    private async Task LookAsync()
    {
        if (gate.TryCloseIdle())
        {
            if (await TakeAsync(TimeSpan.Zero) is { } suspect)
                await RunAloneAsync(suspect, time.GetTimestamp());
        }
        else if (time.GetElapsedTime(_opened) >= _rest && await TakeAsync(options.Value.QuarantinePatience) is { } suspect)
        {
            await MakeRoomAsync(suspect);
        }
    }

    private Task<QuarantinedJob?> TakeAsync(TimeSpan dueFor) =>
        suspects.TakeAsync([.. _workers.Select(worker => worker.Queue).Distinct()], dueFor, CancellationToken.None);

    private async Task MakeRoomAsync(QuarantinedJob suspect)
    {
        var began = time.GetTimestamp();
        var hold = options.Value.QuarantineHold;
        for (var round = 1; ; round++, hold *= 2)
        {
            gate.Close();
            var closed = time.GetTimestamp();
            if (round == Rounds)
                drain.AskToYield();
            Log.MakingRoom(logger, suspect.Id, suspect.Queue, gate.Reserved, hold.TotalSeconds);
            var room = await WaitAsync(suspect, hold);
            if (room == Room.Idle)
            {
                await RunAloneAsync(suspect, closed);
                return;
            }
            if (room == Room.Busy && round == Rounds)
                await RunBesideAsync(suspect, began);
            Open();
            if (room == Room.Gone || round == Rounds)
                return;
            switch (await WaitAsync(suspect, hold * PauseShare))
            {
                case Room.Idle:
                    await RunAloneAsync(suspect, time.GetTimestamp());
                    return;
                case Room.Gone:
                    return;
            }
        }
    }

    /// <summary>Waits until the node is idle, and closes the gate then.</summary>
    private async Task<Room> WaitAsync(QuarantinedJob suspect, TimeSpan limit)
    {
        var began = time.GetTimestamp();
        for (var kept = began; time.GetElapsedTime(began) < limit;)
        {
            var slice = Shorter(limit - time.GetElapsedTime(began), QuarantineStore.KeepEvery);
            await gate.WhenIdleAsync().WaitAsync(slice, time, drain.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (drain.Stopping.IsCancellationRequested)
                return Room.Gone;
            if (gate.TryCloseIdle())
                return Room.Idle;
            if (time.GetElapsedTime(kept) < QuarantineStore.KeepEvery)
                continue;
            if (!await suspects.KeepAsync(suspect, CancellationToken.None))
                return Room.Gone;
            kept = time.GetTimestamp();
        }
        return Room.Busy;
    }

    private async Task RunAloneAsync(QuarantinedJob suspect, long closed)
    {
        if (await StartAsync(suspect) is { } run)
        {
            await run.WaitAsync(options.Value.QuarantineAloneLimit, time, drain.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!run.IsCompleted && !drain.Stopping.IsCancellationRequested)
                Log.NotAloneAnyMore(logger, suspect.Id, suspect.Queue, options.Value.QuarantineAloneLimit.TotalSeconds);
        }
        _rest = time.GetElapsedTime(closed);
    }

    /// <summary>Jobs that neither end nor hand over must not keep it from ever running. In its queue it needs a place like any other.</summary>
    private async Task RunBesideAsync(QuarantinedJob suspect, long began)
    {
        if (!WorkerOf(suspect).HasFreeSlot)
            return;
        var neighbours = string.Join(", ", running.Snapshot().Take(10).Select(lease => $"{lease.Job.Id} of {lease.Job.Queue}"));
        Log.RunsBeside(logger, suspect.Id, suspect.Queue, time.GetElapsedTime(began).TotalSeconds, neighbours);
        await StartAsync(suspect);
    }

    /// <returns>The run, until it ends or is no suspect's any more; null when there is nothing to run.</returns>
    private async Task<Task?> StartAsync(QuarantinedJob suspect)
    {
        gate.ReserveForQuarantined();
        using var underWay = running.BeginClaim();
        List<ClaimedJob> claimed = [];
        try
        {
            // Not cancelled by the drain: see QueueWorker.
            claimed = await store.ClaimQuarantinedAsync(suspect.Queue, node.Id, suspect.Id, CancellationToken.None);
        }
        finally
        {
            gate.Release(1 - claimed.Count);
        }
        if (claimed is not [var job])
            return null;
        Log.Runs(logger, job.Id, job.Queue, job.Crashes);
        return await WorkerOf(suspect).StartQuarantinedAsync(job);
    }

    private QueueFetcher WorkerOf(QuarantinedJob suspect) => _workers.Find(worker => worker.Queue == suspect.Queue)!;

    /// <summary>Whoever found the gate closed looks again.</summary>
    private void Open()
    {
        if (gate.IsClosed)
            _opened = time.GetTimestamp();
        if (!gate.Open())
            return;
        foreach (var worker in _workers)
            worker.AskEverywhere();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private enum Room
    {
        Idle,
        Busy,

        /// <summary>The suspect is not to be run here any more, or the process stops.</summary>
        Gone,
    }

    private static partial class Log
    {
        [LoggerMessage(1311, LogLevel.Information,
            "Job {JobId} of queue {Queue} is to run alone: this node starts nothing else for at most {Hold:0.#} s; {Places} places are taken")]
        public static partial void MakingRoom(ILogger logger, Guid jobId, string queue, int places, double hold);

        [LoggerMessage(1312, LogLevel.Information, "Job {JobId} of queue {Queue} runs after {Crashes} crashes without progress")]
        public static partial void Runs(ILogger logger, Guid jobId, string queue, int crashes);

        [LoggerMessage(1313, LogLevel.Warning,
            "Job {JobId} of queue {Queue} was to run alone, but others have kept this node busy for {Waited:0} s: it runs beside {Neighbours}")]
        public static partial void RunsBeside(ILogger logger, Guid jobId, string queue, double waited, string neighbours);

        [LoggerMessage(1314, LogLevel.Warning,
            "Job {JobId} of queue {Queue} has run alone for {Limit:0} s without progress; this node starts other jobs beside it again")]
        public static partial void NotAloneAnyMore(ILogger logger, Guid jobId, string queue, double limit);

        [LoggerMessage(1315, LogLevel.Warning, "A job that must run alone cannot be taken now and is tried again: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);

        [LoggerMessage(1316, LogLevel.Error, "Running a job alone broke; it is tried again")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
