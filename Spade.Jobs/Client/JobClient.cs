using Npgsql;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Jobs.Telemetry;

namespace Spade.Jobs.Client;

/// <summary>Adds jobs to queues, cancels and retries them, and pauses queues.</summary>
public sealed class JobClient(NpgsqlDataSource database, INotifications notifications, JobsMetrics metrics)
{
    /// <summary>Adds a job inside the caller's transaction; call <see cref="Wake"/> after the commit.</summary>
    /// <returns>The new job's id, or null when an unfinished job has the same singleton key.</returns>
    /// <exception cref="InvalidJobException">The queue's name, an option or the payload is not valid; the message names each.</exception>
    public async Task<Guid?> EnqueueAsync<TPayload>(
        string queue, TPayload payload, JobOptions? options, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var jobs = NewJobs.Of(queue, [payload], options ?? JobOptions.Default);
        await using var batch = new NpgsqlBatch(transaction.Connection!, transaction) { BatchCommands = { jobs.Command } };
        var added = await jobs.SendAsync(batch, cancellationToken);
        metrics.Enqueued(queue, added.Count);
        return added is [var id] ? id : null;
    }

    /// <summary>Adds a job as the batch's next command, which returns no rows, so that it shares a round trip and a transaction with the
    /// caller's other commands. Call <see cref="Wake"/> after the commit.</summary>
    /// <returns>The job's id, known before the batch is sent, so that later commands can name it.</returns>
    /// <exception cref="InvalidJobException">The queue's name, an option or the payload is not valid; the message names each. Or there is a
    /// singleton key, with which only the database decides whether the job is added.</exception>
    public Guid Enqueue<TPayload>(string queue, TPayload payload, JobOptions? options, NpgsqlBatch batch)
    {
        if (options?.SingletonKey is { } key)
        {
            throw new InvalidJobException(
                $"A job with a singleton key ('{JobLimits.Shorten(key)}') cannot be part of a batch: enqueue it in a transaction.");
        }
        var jobs = NewJobs.Of(queue, [payload], options ?? JobOptions.Default);
        batch.BatchCommands.Add(jobs.Command);
        metrics.Enqueued(queue, 1);
        return jobs.Ids[0];
    }

    /// <summary>Adds two commands to the batch that count the queue's jobs that wait for a run, also for another one. The first returns a
    /// row without meaning; the second one with a <c>bigint</c>, which is at most <paramref name="atMost"/>: it reads an index entry and a
    /// row for each job that it counts.</summary>
    public void CountWaiting(string queue, int atMost, NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new(JobSql.KeepToIndexes));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(JobSql.CountWaiting).WithText(queue).With(atMost));
    }

    /// <summary>Adds a job in a separate transaction and wakes a worker.</summary>
    /// <inheritdoc cref="EnqueueAsync{TPayload}(string, TPayload, JobOptions?, NpgsqlTransaction, CancellationToken)"/>
    public async Task<Guid?> EnqueueAsync<TPayload>(
        string queue, TPayload payload, JobOptions? options, CancellationToken cancellationToken)
    {
        var ids = await EnqueueManyAsync(queue, [payload], options, cancellationToken);
        return ids is [var id] ? id : null;
    }

    /// <summary>Adds many jobs with the same options in one statement, all or none, and wakes the workers.</summary>
    /// <returns>The ids of the jobs that were added.</returns>
    /// <exception cref="InvalidJobException">The queue's name, an option or a payload is not valid; the message names each.</exception>
    public async Task<IReadOnlyList<Guid>> EnqueueManyAsync<TPayload>(
        string queue, IReadOnlyCollection<TPayload> payloads, JobOptions? options, CancellationToken cancellationToken)
    {
        if (payloads.Count == 0)
            return [];
        var jobs = NewJobs.Of(queue, payloads, options ?? JobOptions.Default);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // A single statement is a transaction and needs no round trip for the commit.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { jobs.Command } };
        var added = await jobs.SendAsync(batch, cancellationToken);
        metrics.Enqueued(queue, added.Count);
        Wake(queue, options);
        return added;
    }

    /// <summary>Notifies idle workers of the queue. Never blocks and never throws. Without it they find the job at their next
    /// poll.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="options">The options that the job was enqueued with.</param>
    /// <param name="afterLongTransaction">True when the transaction may have taken longer than a second: the job is due since its
    /// beginning, and most claims skip jobs that old.</param>
    public void Wake(string queue, JobOptions? options = null, bool afterLongTransaction = false)
    {
        if (!JobLimits.IsQueueName(queue))
            return;
        var topic = NotificationTopics.ForNewJob(options?.Priority ?? 0);
        notifications.Publish(afterLongTransaction ? NotificationTopics.Everywhere : topic, queue);
    }

    /// <summary>Cancels an unfinished job inside the caller's transaction; call <see cref="Interrupt"/> after the commit.</summary>
    /// <returns>False when the job was finished already or does not exist.</returns>
    public async Task<bool> CancelAsync(Guid jobId, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.Command(JobSql.Cancel, transaction).With(jobId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Notifies the worker that runs a cancelled job, so that it stops at once and not at the next heartbeat.</summary>
    public void Interrupt(Guid jobId) => notifications.Publish(NotificationTopics.Ownership, jobId.ToString());

    /// <summary>Runs a failed or cancelled job again, with all its retries.</summary>
    public async Task<RetryResult> RetryAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.RetryByHand).With(jobId);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return RetryResult.NotFound;
            var (queue, isRetried, canBe) = (reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2));
            if (!isRetried)
                return canBe ? RetryResult.Superseded : RetryResult.NotRetryable;
            // Read to the end, where PostgreSQL reports the commit.
            await reader.CloseAsync();
            notifications.Publish(NotificationTopics.Everywhere, queue);
            return RetryResult.Retried;
        }
        catch (PostgresException exception) when (
            exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: JobsSchema.SingletonIndex })
        {
            // Another job with this singleton key was added or retried concurrently.
            return RetryResult.Superseded;
        }
    }

    /// <summary>Stops workers from claiming the queue's jobs; running jobs continue.</summary>
    /// <returns>False when there is no such queue.</returns>
    public Task<bool> PauseAsync(string queue, CancellationToken cancellationToken) => SetPausedAsync(queue, true, cancellationToken);

    /// <summary>Lets workers claim the queue's jobs again and wakes them.</summary>
    /// <returns>False when there is no such queue.</returns>
    public async Task<bool> ResumeAsync(string queue, CancellationToken cancellationToken)
    {
        if (!await SetPausedAsync(queue, false, cancellationToken))
            return false;
        notifications.Publish(NotificationTopics.Everywhere, queue);
        return true;
    }

    /// <summary>Counts and ages of every queue. Reads the whole table, so do not call it in a hot path.</summary>
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
        if (!JobLimits.IsQueueName(queue))
            return false;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.SetPaused).WithText(queue).With(paused);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
