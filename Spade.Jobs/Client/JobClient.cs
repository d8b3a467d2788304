#pragma warning disable CA1822
using Npgsql;

namespace Spade.Jobs;

/// <summary>Puts jobs into queues and steers them.</summary>
public sealed class JobClient
{
    /// <summary>Adds a job inside the caller's transaction; call <see cref="Wake"/> after the commit.</summary>
    /// <returns>The new job's id, or null when an unfinished job with the same singleton key is there already.</returns>
    public Task<Guid?> EnqueueAsync<TPayload>(
        string queue, TPayload payload, JobOptions? options, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>Tells idle workers of the queue to look now. Never blocks, never throws; without it they find the job at their next poll.</summary>
    public void Wake(string queue) => throw new InvalidOperationException();

    /// <summary>Cancels an unfinished job inside the caller's transaction; call <see cref="Interrupt"/> after the commit.</summary>
    /// <returns>False when the job was finished already or does not exist.</returns>
    public Task<bool> CancelAsync(Guid jobId, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    /// <summary>Tells the worker that runs a cancelled job to stop at once; without it the next heartbeat does.</summary>
    public void Interrupt(Guid jobId) => throw new InvalidOperationException();
}
