using Npgsql;

namespace Spade.Jobs;

/// <summary>Does the work of one queue's jobs. A new instance is resolved, in its own scope, for every run.</summary>
/// <typeparam name="TPayload">What the job carries, as JSON.</typeparam>
public interface IJobHandler<TPayload>
{
    /// <summary>Runs the job once. Must be idempotent: a crash repeats whatever was not checkpointed.</summary>
    /// <param name="job">The job, its payload, and the way to save progress.</param>
    /// <param name="cancellationToken">Cancelled when the job is not this worker's any more, timed out, was cancelled, or the
    /// drain limit is over. <see cref="JobContext{TPayload}.Shutdown"/> asks earlier, and politely.</param>
    /// <returns>How it ended. An exception counts as <see cref="JobOutcome.Retry"/>.</returns>
    Task<JobOutcome> RunAsync(JobContext<TPayload> job, CancellationToken cancellationToken);

    /// <summary>Records the final failure in the same transaction that fails the job. Called for every way a job can fail for
    /// good: an outcome, retries used up, a timeout, the poison brake.</summary>
    Task OnFailedAsync(TPayload payload, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
