using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Completing;

/// <summary>Commits the completions in a <see cref="CompletionQueue"/>. Runs that end during a commit go into the next one, and each
/// commit claims as many new jobs as it frees slots.</summary>
/// <remarks>
/// <code>
///   runs end       a    b c d        e f
///   transactions   [ a  ][ b c d, claim 3 ][ e f, claim 2 ]
/// </code>
/// There is no timer: a single completion is committed at once, and under load the duration of a commit sets the batch size. A run learns
/// the result of its own job after the commit.
/// </remarks>
internal sealed partial class Completer(
    JobQueue queue, CompletionQueue completions, CompletionStore store, IClaimRider rider, ILogger<Completer> logger)
{
    /// <summary>Commits until the queue is empty. Returns at once and never throws.</summary>
    public void Begin() => _ = WriteAllAsync();

    private async Task WriteAllAsync()
    {
        // The statement belongs to many jobs, so it must not appear in the trace of the first one.
        Activity.Current = null;
        await LetStartedRunsGoFirst();
        while (completions.Take() is { Count: > 0 } batch)
        {
            await WriteAsync(batch, rider.TryBoard(batch.Count));
            await LetStartedRunsGoFirst();
        }
    }

    /// <summary>Lets runs that were claimed together and end at once share a commit. This halves the commits of short jobs and costs other
    /// jobs some microseconds. Runs start in the thread pool's global queue, which is processed in order.</summary>
    private static Task LetStartedRunsGoFirst() =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private async Task WriteAsync(List<Completion> batch, IClaimRide? ride)
    {
        HashSet<Guid> completed;
        try
        {
            completed = await store.CompleteAsync(batch, ride);
        }
        catch (PostgresException exception) when (ride is not null && !DatabaseFaults.MayPass(exception))
        {
            // The claim may be the cause, so try again without it.
            Log.ClaimRejected(logger, exception, queue.Name);
            ride.Fail();
            await WriteAsync(batch, ride: null);
            return;
        }
        catch (Exception exception)
        {
            ride?.Fail();
            // Each run decides separately whether to try again.
            batch.ForEach(completion => completion.SetException(exception));
            return;
        }
        // Before the runs learn the result, because they then give back slots that the claim has reserved.
        if (ride is not null)
            await StartAsync(ride);
        batch.ForEach(completion => completion.SetResult(completed.Contains(completion.JobId)));
    }

    private async Task StartAsync(IClaimRide ride)
    {
        try
        {
            await ride.StartAsync();
        }
        catch (Exception exception)
        {
            // The ownership check finds jobs that were claimed but not started. The completions are committed, and their runs must learn
            // of it.
            Log.NotStarted(logger, exception, queue.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1305, LogLevel.Error,
            "Claiming from queue {Queue} beside completions was rejected; the completions are written alone")]
        public static partial void ClaimRejected(ILogger logger, Exception exception, string queue);

        [LoggerMessage(1306, LogLevel.Error, "Jobs of queue {Queue} that were claimed beside completions could not be started")]
        public static partial void NotStarted(ILogger logger, Exception exception, string queue);
    }
}
