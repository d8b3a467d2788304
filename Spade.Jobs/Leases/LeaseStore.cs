using System.Data;
using Npgsql;
using Spade.Jobs.Completing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Leases;

/// <summary>The queue's rows, as a worker reads and moves them. Knows no policy.</summary>
internal sealed class LeaseStore(NpgsqlDataSource database)
{
    /// <returns>Those of the queues that have a job to claim.</returns>
    public async Task<List<string>> DueAsync(string[] queues, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(JobSql.KeepToIndexes), new NpgsqlBatchCommand(ClaimSql.Due).With(queues) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var due = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(reader.GetString(0));
        await EndAsync(reader, cancellationToken);
        return due;
    }

    public Task<List<ClaimedJob>> ClaimAsync(string queue, Guid node, int limit, ClaimBounds? bounds, CancellationToken cancellationToken) =>
        ClaimAsync(Claim(queue, node, limit, bounds), queue, node, limit, cancellationToken);

    /// <summary>Claims a job that must run alone.</summary>
    public Task<List<ClaimedJob>> ClaimQuarantinedAsync(string queue, Guid node, Guid job, CancellationToken cancellationToken) =>
        ClaimAsync(new NpgsqlBatchCommand(ClaimSql.ClaimQuarantined).With(queue).With(node).With(job), queue, node, limit: 1, cancellationToken);

    /// <summary>Completes jobs that have nothing else to write and, in the same transaction, claims as many as <paramref name="places"/>
    /// says.</summary>
    /// <returns>The jobs that were still the runs' to complete, and the claimed ones.</returns>
    public async Task<(HashSet<Guid> Completed, List<ClaimedJob> Claimed)> CompleteAsync(
        string queue, Guid node, List<Completer.Completion> completions, int places, ClaimBounds? bounds)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(JobSql.KeepToIndexes), Complete(completions, node) } };
        if (places > 0)
            batch.BatchCommands.Add(Claim(queue, node, places, bounds));
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        await reader.NextResultAsync();
        var completed = new HashSet<Guid>(completions.Count);
        while (await reader.ReadAsync())
            completed.Add(reader.GetGuid(0));
        List<ClaimedJob> claimed = places > 0 && await reader.NextResultAsync()
            ? await ReadClaimedAsync(reader, queue, node, places, CancellationToken.None)
            : [];
        await EndAsync(reader, CancellationToken.None);
        return (completed, claimed);
    }

    /// <summary>Runs <paramref name="fence"/> and, while its row lock is held, <paramref name="write"/>, in one transaction.</summary>
    /// <returns>False when the fence held no row: nothing was written.</returns>
    /// <exception cref="JobWriteException">The write broke, or the commit of what it wrote.</exception>
    public async Task<bool> WriteAsync(FencedStatement fence, JobWrite? write, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await fence(transaction, cancellationToken))
            return false;
        if (write is null)
            await transaction.CommitAsync(cancellationToken);
        else
            await CommitAsync(connection, transaction, write, cancellationToken);
        return true;
    }

    /// <summary>The commit belongs to the write: it runs what the write has deferred.</summary>
    private static async Task CommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, JobWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await write(transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new JobWriteException(exception, hasConnection: connection.FullState == ConnectionState.Open);
        }
    }

    public static FencedStatement Hold(ClaimedJob job) => async (transaction, cancellationToken) =>
        await Held(JobSql.Hold, job, transaction).ExecuteScalarAsync(cancellationToken) is not null;

    public static FencedStatement Checkpoint(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.Checkpoint, job, transaction), cancellationToken);

    public static FencedStatement Complete(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.Complete, job, transaction), cancellationToken);

    public static FencedStatement Release(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.Release, job, transaction), cancellationToken);

    public static FencedStatement GiveBack(ClaimedJob job) => (transaction, cancellationToken) =>
        AffectsAsync(Held(JobSql.GiveBack, job, transaction), cancellationToken);

    public static FencedStatement Retry(ClaimedJob job, JobError error, TimeSpan delay) => (transaction, cancellationToken) =>
        AffectsAsync(
            Held(JobSql.Retry, job, transaction).With(delay.TotalMilliseconds).WithText(error.Type).WithText(error.Message),
            cancellationToken);

    public static FencedStatement Fail(ClaimedJob job, JobError error, bool countsAsAttempt) => async (transaction, cancellationToken) =>
    {
        await using (var fail = Held(JobSql.Fail, job, transaction).With(countsAsAttempt).WithText(error.Type).WithText(error.Message))
        await using (var reader = await fail.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return false;
        }
        await using var copy = transaction.Connection!.Command(JobSql.DeadLetter, transaction).With(job.Id).With(Guid.CreateVersion7());
        await copy.ExecuteNonQueryAsync(cancellationToken);
        return true;
    };

    /// <summary>True when this very run has brought the job into <paramref name="state"/>.</summary>
    public async Task<bool> IsFinishedByAsync(ClaimedJob job, string state, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(JobSql.CompletedByThisRun).With(job.Id).With(job.Fence).WithText(state);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private async Task<List<ClaimedJob>> ClaimAsync(
        NpgsqlBatchCommand claim, string queue, Guid node, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(JobSql.KeepToIndexes), claim } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var claimed = await ReadClaimedAsync(reader, queue, node, limit, cancellationToken);
        await EndAsync(reader, cancellationToken);
        return claimed;
    }

    /// <summary>What the server says after the last row is whether it could commit; closing a reader may swallow that.</summary>
    private static async Task EndAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }

    private static NpgsqlBatchCommand Complete(List<Completer.Completion> completions, Guid node) =>
        new NpgsqlBatchCommand(JobSql.CompleteMany)
            .With(completions.ConvertAll(completion => completion.JobId).ToArray())
            .With(completions.ConvertAll(completion => completion.Fence).ToArray())
            .With(node);

    private static NpgsqlBatchCommand Claim(string queue, Guid node, int limit, ClaimBounds? bounds)
    {
        var command = new NpgsqlBatchCommand(bounds is null ? ClaimSql.Claim : ClaimSql.ClaimWindowed).With(queue).With(node).With(limit);
        return bounds is null
            ? command
            : command
                .With(Array.ConvertAll(bounds.Fronts, front => front.Priority))
                .With(Array.ConvertAll(bounds.Fronts, front => DateTime.SpecifyKind(front.StartAfter, DateTimeKind.Utc)))
                .With(Array.ConvertAll(bounds.Fronts, front => front.Id));
    }

    private static async Task<List<ClaimedJob>> ReadClaimedAsync(
        NpgsqlDataReader reader, string queue, Guid node, int limit, CancellationToken cancellationToken)
    {
        var claimed = new List<ClaimedJob>(limit);
        while (await reader.ReadAsync(cancellationToken))
            claimed.Add(Read(reader, queue, node));
        return claimed;
    }

    private static NpgsqlCommand Held(string sql, ClaimedJob job, NpgsqlTransaction transaction) =>
        transaction.Connection!.Command(sql, transaction).With(job.Id).With(job.Fence).With(job.Node);

    private static async Task<bool> AffectsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static ClaimedJob Read(NpgsqlDataReader reader, string queue, Guid node) => new(
        Id: reader.GetGuid(0),
        Queue: queue,
        Fence: reader.GetInt64(1),
        Node: node,
        Payload: reader.GetString(2),
        Attempt: reader.GetInt32(3),
        Interruptions: reader.GetInt32(4),
        Crashes: reader.GetInt32(5),
        Retries: new RetryPolicy(
            reader.GetInt32(6),
            TimeSpan.FromMilliseconds(reader.GetInt32(7)),
            TimeSpan.FromMilliseconds(reader.GetInt32(8)),
            reader.GetBoolean(9)),
        Timeout: reader.IsDBNull(10) ? null : TimeSpan.FromMilliseconds(reader.GetInt32(10)),
        TraceParent: reader.IsDBNull(11) ? null : reader.GetString(11),
        TraceState: reader.IsDBNull(12) ? null : reader.GetString(12),
        Wait: TimeSpan.FromSeconds(reader.GetDouble(13)),
        Priority: reader.GetInt16(14),
        StartAfter: reader.GetDateTime(15),
        ClaimedAt: reader.GetDateTime(16));
}

/// <summary>A statement that holds or moves a job under its fence; false when the job is not the run's any more.</summary>
internal delegate Task<bool> FencedStatement(NpgsqlTransaction transaction, CancellationToken cancellationToken);
