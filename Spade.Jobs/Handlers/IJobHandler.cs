using Npgsql;

namespace Spade.Jobs.Handlers;

/// <summary>Does the work of one queue's jobs. A new instance is resolved, in its own scope, for every run.</summary>
/// <typeparam name="TPayload">The job's data, stored as JSON. If this version cannot read it, the job is retried later within the retry
/// limit, because another worker may be newer. A new property needs a default for jobs that are already in the queue.</typeparam>
/// <remarks>Handlers run on .NET's thread pool. Do not block its threads (a synchronous call, <c>Task.Wait</c>, a long calculation): with
/// more such handlers than cores, .NET adds only a thread or two a second, and until then claims, completions, checkpoints, releases and
/// the process's health endpoints wait. The node's heartbeat has its own thread, so the node keeps its jobs. Await instead, run long
/// calculations in a child process, or limit the queue's concurrency to the number of cores.
/// </remarks>
public interface IJobHandler<TPayload>
{
    /// <summary>Runs the job once. It must be idempotent: a crash repeats all work since the last checkpoint. After a database
    /// outage it is called again in place, as often as needed; after a deadlock or a broken connection, a few times.</summary>
    /// <param name="job">The job, its payload, and the way to save progress.</param>
    /// <param name="cancellationToken">Cancelled when this worker no longer owns the job, the job timed out or was cancelled, or
    /// the drain limit is over. <see cref="JobContext{TPayload}.Shutdown"/> is cancelled earlier.</param>
    /// <returns>How it ended. An exception counts as <see cref="JobOutcome.Retry"/>, here and in the constructor.</returns>
    Task<JobOutcome> RunAsync(JobContext<TPayload> job, CancellationToken cancellationToken);

    /// <summary>Records the final failure in the same transaction that fails the job. Called for every final failure: an outcome, no
    /// retries left, a timeout, a payload that no version could read, quarantine.</summary>
    /// <param name="job">The job, and its payload if it can be read.</param>
    /// <param name="error">Why it failed, in storable form.</param>
    /// <param name="transaction">The transaction to write in. It may run more than once, so the writes must be repeatable.</param>
    /// <param name="cancellationToken">Cancelled when the process ends.</param>
    /// <exception cref="Exception">It is tried three times; then the job fails without the record, and its error says so.</exception>
    Task OnFailedAsync(FailedJob<TPayload> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Called once after the last transaction of the run, for every outcome, on the instance that ran the job or recorded its
    /// failure. Notify waiting clients here. Also called when the job was lost or its state could not be saved.</summary>
    /// <param name="cancellationToken">Cancelled when the process ends.</param>
    /// <remarks>The run keeps its slot meanwhile, so it must be quick. An exception is logged and changes nothing. Not called for a run
    /// that dies with its process.</remarks>
    Task OnSettledAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
