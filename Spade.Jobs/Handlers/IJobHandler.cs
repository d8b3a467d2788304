using Npgsql;

namespace Spade.Jobs.Handlers;

/// <summary>Does the work of one queue's jobs. A new instance is resolved, in its own scope, for every run.</summary>
/// <typeparam name="TPayload">What the job carries, as JSON. One that this version cannot read is tried again later, within the retry
/// limit: another worker may be newer. A property that is added needs a default, for jobs that were enqueued before.</typeparam>
/// <remarks>Handlers run on .NET's thread pool. One that blocks its thread (a synchronous call, <c>Task.Wait</c>, a long calculation) keeps
/// it from everything else: with more such handlers than cores, .NET adds a thread or two a second, and until there are enough of them
/// claims, completions, checkpoints, releases and the process's health endpoints wait. The node's heartbeat does not: it has a thread of
/// its own, so the jobs stay this node's. Await instead, run long calculations in a child process, or keep the queue's concurrency at the
/// number of cores.</remarks>
public interface IJobHandler<TPayload>
{
    /// <summary>Runs the job once. Must be idempotent: a crash repeats whatever was not checkpointed. While the database is away it is
    /// called again, in place, as often as it takes; after a deadlock or a broken connection, a few times.</summary>
    /// <param name="job">The job, its payload, and the way to save progress.</param>
    /// <param name="cancellationToken">Cancelled when the job is not this worker's any more, timed out, was cancelled, or the
    /// drain limit is over. <see cref="JobContext{TPayload}.Shutdown"/> asks earlier.</param>
    /// <returns>How it ended. An exception counts as <see cref="JobOutcome.Retry"/>, here and in the constructor.</returns>
    Task<JobOutcome> RunAsync(JobContext<TPayload> job, CancellationToken cancellationToken);

    /// <summary>Records the final failure in the same transaction that fails the job. Called for every way a job can fail for
    /// good: an outcome, retries used up, a timeout, a payload that no version could read, quarantine.</summary>
    /// <param name="job">The job, and its payload if it can be read.</param>
    /// <param name="error">Why it failed; harmless to store.</param>
    /// <param name="transaction">The transaction to write in. May run more than once: must be safe to repeat.</param>
    /// <param name="cancellationToken">Cancelled when the process ends.</param>
    /// <exception cref="Exception">It is tried three times; then the job fails without the record, and its error says so.</exception>
    Task OnFailedAsync(FailedJob<TPayload> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Called once after the last transaction of the run, whatever its outcome, on the instance that ran the job or recorded its
    /// failure: tell from here who waits for the outcome. Also called when the job was lost or its state could not be saved.</summary>
    /// <param name="cancellationToken">Cancelled when the process ends.</param>
    /// <remarks>The run keeps its slot meanwhile, so it must be quick. An exception is logged and changes nothing. Not called for a run
    /// that dies with its process.</remarks>
    Task OnSettledAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
