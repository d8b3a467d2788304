using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Spade.Jobs;

/// <summary>Puts jobs into queues and steers them.</summary>
public sealed class JobClient(NpgsqlDataSource database, IHints hints, JobsMetrics metrics)
{
    /// <summary>Adds a job inside the caller's transaction; call <see cref="Wake"/> after the commit.</summary>
    /// <returns>The new job's id, or null when an unfinished job with the same singleton key is there already.</returns>
    /// <exception cref="ArgumentException">An option cannot be: the message names each.</exception>
    public async Task<Guid?> EnqueueAsync<TPayload>(
        string queue, TPayload payload, JobOptions? options, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var ids = await InsertAsync(queue, [payload], options, transaction.Connection!, transaction, cancellationToken);
        return ids is [var id] ? id : null;
    }

    /// <summary>Adds a job as the batch's next command, which returns no rows: with the caller's other commands it makes one round trip, and
    /// one transaction. Call <see cref="Wake"/> when all of it is committed.</summary>
    /// <returns>The job's id, known before the batch is sent, so that later commands can name it.</returns>
    /// <exception cref="ArgumentException">An option cannot be, the message names each; or there is a singleton key, with which nobody knows
    /// before whether the job will be there.</exception>
    public Guid Enqueue<TPayload>(string queue, TPayload payload, JobOptions? options, NpgsqlBatch batch)
    {
        options ??= new JobOptions();
        JobOptionsChecks.ThrowIfInvalid(queue, options);
        if (options.SingletonKey is not null)
            throw new ArgumentException($"A job with a singleton key ('{options.SingletonKey}') cannot be part of a batch: enqueue it in a transaction.", nameof(options));
        using var activity = JobsActivities.StartEnqueue(queue);
        var command = new NpgsqlBatchCommand(JobSql.Enqueue);
        var ids = NewIds(1);
        AddParameters(command.Parameters, queue, ids, [payload], options, activity ?? Activity.Current);
        batch.BatchCommands.Add(command);
        metrics.Enqueued(queue, 1);
        return ids[0];
    }

    /// <summary>Adds a job in a transaction of its own and wakes a worker.</summary>
    /// <inheritdoc cref="EnqueueAsync{TPayload}(string, TPayload, JobOptions?, NpgsqlTransaction, CancellationToken)"/>
    public async Task<Guid?> EnqueueAsync<TPayload>(
        string queue, TPayload payload, JobOptions? options, CancellationToken cancellationToken)
    {
        var ids = await EnqueueManyAsync(queue, [payload], options, cancellationToken);
        return ids is [var id] ? id : null;
    }

    /// <summary>Adds many jobs with the same options in one statement, all or none, and wakes the workers.</summary>
    /// <returns>The ids of the jobs that were added.</returns>
    public async Task<IReadOnlyList<Guid>> EnqueueManyAsync<TPayload>(
        string queue, IReadOnlyCollection<TPayload> payloads, JobOptions? options, CancellationToken cancellationToken)
    {
        if (payloads.Count == 0)
            return [];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // One statement is a transaction by itself, and one round trip instead of two.
        var ids = await InsertAsync(queue, payloads, options, connection, null, cancellationToken);
        Wake(queue, options);
        return ids;
    }

    /// <summary>Tells idle workers of the queue to look now. Never blocks, never throws; without it they find the job at their next poll.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="options">What the job was enqueued with.</param>
    /// <param name="afterLongTransaction">True when the transaction may have taken longer than a second: the job is due since its beginning,
    /// where workers do not always look.</param>
    public void Wake(string queue, JobOptions? options = null, bool afterLongTransaction = false) =>
        hints.Publish(afterLongTransaction || options is { Priority: not 0 } ? HintTopics.Everywhere : HintTopics.Work, queue);

    /// <summary>Cancels an unfinished job inside the caller's transaction; call <see cref="Interrupt"/> after the commit.</summary>
    /// <returns>False when the job was finished already or does not exist.</returns>
    public async Task<bool> CancelAsync(Guid jobId, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.Command(JobSql.Cancel, transaction).With(jobId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Tells the worker that runs a cancelled job to stop at once; without it the next heartbeat does.</summary>
    public void Interrupt(Guid jobId) => hints.Publish(HintTopics.Ownership, jobId.ToString());

    /// <summary>Runs a failed or cancelled job again, with all its retries.</summary>
    /// <returns>False when there is no such job in one of those states.</returns>
    public async Task<bool> RetryAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.RetryByHand).With(jobId);
        if (await command.ExecuteScalarAsync(cancellationToken) is not string queue)
            return false;
        hints.Publish(HintTopics.Everywhere, queue);
        return true;
    }

    /// <summary>Stops workers from claiming the queue's jobs; those that run go on.</summary>
    /// <returns>False when there is no such queue.</returns>
    public Task<bool> PauseAsync(string queue, CancellationToken cancellationToken) => SetPausedAsync(queue, true, cancellationToken);

    /// <summary>Lets workers claim the queue's jobs again and wakes them.</summary>
    /// <returns>False when there is no such queue.</returns>
    public async Task<bool> ResumeAsync(string queue, CancellationToken cancellationToken)
    {
        var known = await SetPausedAsync(queue, false, cancellationToken);
        hints.Publish(HintTopics.Everywhere, queue);
        return known;
    }

    /// <summary>Counts and ages of every queue. Reads the whole table: for people, not for a hot path.</summary>
    public async Task<IReadOnlyList<QueueSummary>> GetQueuesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.Summaries);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var summaries = new List<QueueSummary>();
        while (await reader.ReadAsync(cancellationToken))
        {
            summaries.Add(new QueueSummary(
                reader.GetString(0), reader.GetBoolean(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), Seconds(reader, 8), Seconds(reader, 9)));
        }
        return summaries;
    }

    private static TimeSpan? Seconds(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : TimeSpan.FromSeconds(reader.GetDouble(column));

    private async Task<bool> SetPausedAsync(string queue, bool paused, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.SetPaused).WithText(queue).With(paused);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private async Task<IReadOnlyList<Guid>> InsertAsync<TPayload>(
        string queue, IReadOnlyCollection<TPayload> payloads, JobOptions? options, NpgsqlConnection connection, NpgsqlTransaction? transaction,
        CancellationToken cancellationToken)
    {
        options ??= new JobOptions();
        JobOptionsChecks.ThrowIfInvalid(queue, options);
        using var activity = JobsActivities.StartEnqueue(queue);
        var isSingleton = options.SingletonKey is not null;
        var ids = NewIds(payloads.Count);
        await using var command = connection.Command(isSingleton ? JobSql.EnqueueSingleton : JobSql.Enqueue, transaction);
        AddParameters(command.Parameters, queue, ids, payloads, options, activity ?? Activity.Current);
        IReadOnlyList<Guid> added = ids;
        if (isSingleton)
            added = await ReadIdsAsync(command, cancellationToken);
        else
            await command.ExecuteNonQueryAsync(cancellationToken);
        metrics.Enqueued(queue, added.Count);
        return added;
    }

    private static async Task<List<Guid>> ReadIdsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    private static void AddParameters<TPayload>(
        NpgsqlParameterCollection parameters, string queue, Guid[] ids, IReadOnlyCollection<TPayload> payloads, JobOptions options,
        Activity? trace) => parameters
        .AndValue(ids)
        .AndText(queue)
        .AndJson(payloads.Select(payload => JsonSerializer.Serialize(payload, JsonSerializerOptions.Web)).ToArray())
        .AndValue(options.Priority)
        .AndValue((int)options.StartAfter.TotalMilliseconds)
        .AndValue(options.RetryLimit)
        .AndValue((int)options.RetryDelay.TotalMilliseconds)
        .AndValue((int)options.RetryDelayMax.TotalMilliseconds)
        .AndValue(options.RetryBackoff)
        .AndNullable((int?)options.Timeout?.TotalMilliseconds, NpgsqlDbType.Integer)
        .AndText(options.SingletonKey)
        .AndText(options.DeadLetterQueue)
        .AndText(trace?.Id)
        .AndText(trace?.TraceStateString);

    // Version 7 ids grow with time: inserts stay at the right edge of the primary key.
    private static Guid[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
