using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Completing;

/// <summary>Commits the completions of one queue's jobs that have nothing else to write. Whatever ends while one commit is on its way
/// goes into the next, and each brings back as many new jobs as it frees places.</summary>
/// <remarks>
/// <code>
///   runs end       a    b c d        e f
///   transactions   [ a  ][ b c d, claim 3 ][ e f, claim 2 ]
/// </code>
/// No timer: a completion that is alone leaves at once, and under load the commit itself sets the pace. No run is told that its job is
/// completed before the commit that completes it, and each is told about its own job only.
/// </remarks>
internal sealed partial class Completer(
    JobQueue queue, LeaseStore store, Node node, ClaimWindow window, TimeProvider time, ILogger<Completer> logger)
{
    /// <summary>A statement of more rows than this takes no less time for each and keeps everybody in it waiting.</summary>
    private const int LargestBatch = 500;

    private readonly Lock _lock = new();
    private readonly Queue<Completion> _waiting = [];
    private bool _isWriting;

    private IRefill _refill = NoRefill.Instance;

    /// <summary>Names who runs what a commit brings back; nobody at first.</summary>
    public void FillWith(IRefill refill) => _refill = refill;

    /// <summary>Completes a job.</summary>
    /// <returns>False when the job is not this run's any more, or when somebody holds its row now: the others do not wait for that.</returns>
    public Task<bool> CompleteAsync(ClaimedJob job)
    {
        var completion = new Completion(job.Id, job.Fence);
        lock (_lock)
        {
            _waiting.Enqueue(completion);
            if (_isWriting)
                return completion.Task;
            _isWriting = true;
        }
        _ = WriteAllAsync();
        return completion.Task;
    }

    private async Task WriteAllAsync()
    {
        // The statement belongs to many jobs: in the trace of the one that came first it would be a lie.
        Activity.Current = null;
        await LetStartedRunsGoFirst();
        while (TakeBatch() is { Count: > 0 } batch)
        {
            await WriteAsync(batch, _refill.Reserve(batch.Count));
            await LetStartedRunsGoFirst();
        }
    }

    /// <summary>Runs that were claimed together, and that end at once, come into one commit: half as many commits for short jobs, some
    /// microseconds for all others. They start in the thread pool's common queue, which is worked off in order.</summary>
    private static Task LetStartedRunsGoFirst() =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private List<Completion> TakeBatch()
    {
        lock (_lock)
        {
            var batch = new List<Completion>(Math.Min(_waiting.Count, LargestBatch));
            while (batch.Count < LargestBatch && _waiting.TryDequeue(out var completion))
                batch.Add(completion);
            _isWriting = batch.Count > 0;
            return batch;
        }
    }

    private async Task WriteAsync(List<Completion> batch, int places)
    {
        var began = time.GetTimestamp();
        var bounds = places > 0 ? window.Next() : null;
        HashSet<Guid> completed;
        List<ClaimedJob> claimed;
        try
        {
            (completed, claimed) = await store.CompleteAsync(queue.Name, node.Id, batch, places, bounds);
        }
        catch (PostgresException exception) when (places > 0 && DatabaseFaults.Of(exception) == DatabaseFault.None)
        {
            // What is wrong with the claim is no fault of what has been finished.
            Log.RefillRefused(logger, exception, queue.Name);
            Abandon(places);
            await WriteAsync(batch, places: 0);
            return;
        }
        catch (Exception exception)
        {
            Abandon(places);
            // Each run decides for itself whether to try again.
            batch.ForEach(completion => completion.SetException(exception));
            return;
        }
        await RefillAsync(bounds, claimed, places, began);
        batch.ForEach(completion => completion.SetResult(completed.Contains(completion.JobId)));
    }

    private void Abandon(int places)
    {
        if (places == 0)
            return;
        window.LookEverywhere();
        _refill.Abandon(places);
    }

    /// <summary>Before the runs are told: their places are taken when they give them back.</summary>
    private async Task RefillAsync(ClaimBounds? bounds, List<ClaimedJob> claimed, int places, long began)
    {
        if (places == 0)
            return;
        window.Learn(bounds, claimed, isFull: claimed.Count == places, began);
        try
        {
            await _refill.AcceptAsync(claimed, places);
        }
        catch (Exception exception)
        {
            // What was claimed and not started is found by the ownership check. Whoever completed has completed, and must hear of it.
            Log.RefillBroke(logger, exception, queue.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1305, LogLevel.Error, "Claiming from queue {Queue} beside completions was refused; the completions are written alone")]
        public static partial void RefillRefused(ILogger logger, Exception exception, string queue);

        [LoggerMessage(1306, LogLevel.Error, "Jobs of queue {Queue} that were claimed beside completions could not be started")]
        public static partial void RefillBroke(ILogger logger, Exception exception, string queue);
    }

    /// <summary>A job whose run has finished it.</summary>
    internal sealed class Completion(Guid jobId, long fence) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Guid JobId => jobId;

        public long Fence => fence;
    }
}

/// <summary>Fills places in the transaction that frees them.</summary>
internal interface IRefill
{
    /// <summary>Reserves places that come free with the next commit.</summary>
    /// <returns>How many of them to claim for: all or none.</returns>
    int Reserve(int places);

    /// <summary>Runs what was claimed, or gives it back when the process stops.</summary>
    Task AcceptAsync(List<ClaimedJob> claimed, int places);

    /// <summary>Gives the places back: nobody knows what is due.</summary>
    void Abandon(int places);
}

/// <summary>Claims nothing.</summary>
internal sealed class NoRefill : IRefill
{
    public static readonly NoRefill Instance = new();

    public int Reserve(int places) => 0;

    public Task AcceptAsync(List<ClaimedJob> claimed, int places) => Task.CompletedTask;

    public void Abandon(int places)
    {
    }
}
