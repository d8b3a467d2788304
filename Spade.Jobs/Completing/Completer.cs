using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Completing;

/// <summary>Commits what waits in a <see cref="CompletionQueue"/>. Whatever ends while one commit is on its way goes into the next, and
/// each brings back as many new jobs as it frees places.</summary>
/// <remarks>
/// <code>
///   runs end       a    b c d        e f
///   transactions   [ a  ][ b c d, claim 3 ][ e f, claim 2 ]
/// </code>
/// No timer: a completion that is alone leaves at once, and under load the commit itself sets the pace. No run is told that its job is
/// completed before the commit that completes it, and each is told about its own job only.
/// </remarks>
internal sealed partial class Completer(
    JobQueue queue, CompletionQueue completions, CompletionStore store, IClaimRider rider, ILogger<Completer> logger)
{
    /// <summary>Commits until nothing waits. Returns at once, and never throws.</summary>
    public void Begin() => _ = WriteAllAsync();

    private async Task WriteAllAsync()
    {
        // The statement belongs to many jobs: in the trace of the one that came first it would mislead.
        Activity.Current = null;
        await LetStartedRunsGoFirst();
        while (completions.Take() is { Count: > 0 } batch)
        {
            await WriteAsync(batch, rider.TryBoard(batch.Count));
            await LetStartedRunsGoFirst();
        }
    }

    /// <summary>Runs that were claimed together, and that end at once, come into one commit: half as many commits for short jobs, some
    /// microseconds for all others. They start in the thread pool's common queue, which is worked off in order.</summary>
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
            // What is wrong with the claim is no fault of what has been finished.
            Log.ClaimRejected(logger, exception, queue.Name);
            ride.Fail();
            await WriteAsync(batch, ride: null);
            return;
        }
        catch (Exception exception)
        {
            ride?.Fail();
            // Each run decides for itself whether to try again.
            batch.ForEach(completion => completion.SetException(exception));
            return;
        }
        // Before the runs are told: their places are taken when they give them back.
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
            // What was claimed and not started is found by the ownership check. The completions are committed, and their runs must hear of
            // it.
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
