using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;
using Spade.Jobs.Postgres;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Quarantine;

/// <summary>Runs jobs in quarantine alone on this node, one at a time. An idle node takes such a job at once. A busy one becomes idle for
/// it in rounds, and starts other jobs between them.</summary>
/// <remarks>
/// <code>
///   job       due ...... taken: put off for the others, and again as long as this node is at it
///   slots     open       |closed|  open   | closed |    open     |  closed  | ...        the last: running jobs are asked to yield
///             patience     hold   2 x hold  2 x hold  4 x hold     4 x hold
///                             '---------'--------'------------'----------'- idle: it runs alone, with the slots closed
/// </code>
/// All of these times have limits, so the job starts in bounded time: see docs/job-lifecycle.md.
/// </remarks>
internal sealed partial class QuarantineRunner(
    IEnumerable<QueueFetcher> queues, QuarantineStore store, ClaimStore claims, QuarantineRoom room, RunningJobs running,
    TimeProvider time, IOptions<JobsOptions> options, ILogger<QuarantineRunner> logger) : IFetchLoop, IDisposable
{
    /// <summary>Rounds, each twice as long as the previous one, so that waits for long jobs are rare.</summary>
    private const int Rounds = 5;

    /// <summary>At least half of a node's time is for its other jobs.</summary>
    private const int PauseShare = 2;

    private readonly Wakeup _found = new();
    private readonly List<QueueFetcher> _queues = [.. queues];
    private TimeSpan _rest = TimeSpan.Zero;

    /// <summary>Signals that one of this node's queues has a due job in quarantine.</summary>
    public void Found() => _found.Set();

    public async Task RunAsync()
    {
        while (true)
        {
            await _found.WaitAsync(Timeout.InfiniteTimeSpan, running.Tokens.Stopping);
            if (running.Tokens.Stopping.IsCancellationRequested)
                return;
            try
            {
                await LookAsync();
            }
            catch (Exception exception) when (DatabaseFaults.IsUnusable(exception))
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
        if (room.TryCloseIdle())
        {
            if (await TakeAsync(TimeSpan.Zero) is { } job)
                await RunAloneAsync(job, time.GetTimestamp());
        }
        else if (room.SinceOpened >= _rest && await TakeAsync(options.Value.QuarantinePatience) is { } job)
        {
            await MakeRoomAsync(job);
        }
    }

    private Task<QuarantinedJob?> TakeAsync(TimeSpan dueFor) =>
        store.TakeAsync([.. _queues.Select(queue => queue.Queue).Distinct()], dueFor, CancellationToken.None);

    private async Task MakeRoomAsync(QuarantinedJob job)
    {
        var began = time.GetTimestamp();
        var hold = options.Value.QuarantineHold;
        for (var round = 1; ; round++, hold *= 2)
        {
            room.Close();
            var closed = time.GetTimestamp();
            if (round == Rounds)
                running.Tokens.AskToYield();
            Log.MakingRoom(logger, job.Id, job.Queue, room.Taken, hold.TotalSeconds);
            var state = await room.WaitAsync(job, hold);
            if (state == RoomState.Idle)
            {
                await RunAloneAsync(job, closed);
                return;
            }
            if (state == RoomState.Busy && round == Rounds)
                await RunBesideAsync(job, began);
            Open();
            if (state == RoomState.Gone || round == Rounds)
                return;
            switch (await room.WaitAsync(job, hold * PauseShare))
            {
                case RoomState.Idle:
                    await RunAloneAsync(job, time.GetTimestamp());
                    return;
                case RoomState.Gone:
                    return;
            }
        }
    }

    private async Task RunAloneAsync(QuarantinedJob job, long closed)
    {
        if (await StartAsync(job) is { } run)
        {
            var (limit, stopping) = (options.Value.QuarantineAloneLimit, running.Tokens.Stopping);
            await run.WaitAsync(limit, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!run.IsCompleted && !stopping.IsCancellationRequested)
                Log.NotAloneAnyMore(logger, job.Id, job.Queue, limit.TotalSeconds);
        }
        _rest = time.GetElapsedTime(closed);
    }

    /// <summary>Starts the job at last beside jobs that neither end nor yield. It still needs a slot of its queue.</summary>
    private async Task RunBesideAsync(QuarantinedJob job, long began)
    {
        if (FetcherOf(job).Starter.Free <= 0)
            return;
        var neighbours = string.Join(", ", running.Snapshot().Take(10).Select(lease => $"{lease.Job.Id} of {lease.Job.Queue}"));
        Log.RunsBeside(logger, job.Id, job.Queue, time.GetElapsedTime(began).TotalSeconds, neighbours);
        await StartAsync(job);
    }

    /// <returns>A task that completes when the run ends or makes progress; null when there is nothing to run.</returns>
    private async Task<Task?> StartAsync(QuarantinedJob job)
    {
        room.Reserve();
        using var underWay = running.BeginClaim();
        List<ClaimedJob> claimed = [];
        try
        {
            // Not cancelled by the drain: see QueueFetcher.
            claimed = await claims.ClaimQuarantinedAsync(job.Queue, job.Id, CancellationToken.None);
        }
        finally
        {
            room.Release(1 - claimed.Count);
        }
        if (claimed is not [var own])
            return null;
        Log.Runs(logger, own.Id, own.Queue, own.Crashes);
        return await FetcherOf(job).Starter.StartQuarantinedAsync(own);
    }

    private QueueFetcher FetcherOf(QuarantinedJob job) => _queues.Find(queue => queue.Queue == job.Queue)!;

    private void Open()
    {
        if (!room.Open())
            return;
        foreach (var queue in _queues)
            queue.Demand.AskEverywhere();
    }

    private static partial class Log
    {
        [LoggerMessage(1311, LogLevel.Information,
            "Job {JobId} of queue {Queue} is to run alone: this node starts nothing else for at most {Hold:0.#} s; {Places} places are " +
            "taken")]
        public static partial void MakingRoom(ILogger logger, Guid jobId, string queue, int places, double hold);

        [LoggerMessage(1312, LogLevel.Information, "Job {JobId} of queue {Queue} runs after {Crashes} crashes without progress")]
        public static partial void Runs(ILogger logger, Guid jobId, string queue, int crashes);

        [LoggerMessage(1313, LogLevel.Warning,
            "Job {JobId} of queue {Queue} was to run alone, but others have kept this node busy for {Waited:0} s: it runs beside " +
            "{Neighbours}")]
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
