using System.Diagnostics;
using Npgsql;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Fetching;

/// <summary>Statements that find due jobs and claim them for this node.</summary>
internal sealed class ClaimStore(NpgsqlDataSource database, Node node)
{
    /// <returns>The queues that have a job to claim, and whether jobs with a group wait in them.</returns>
    public async Task<List<(string Queue, bool HasGroups)>> DueAsync(string[] queues, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(JobSql.KeepToIndexes), new NpgsqlBatchCommand(ClaimSql.Due).With(queues) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var due = new List<(string, bool)>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add((reader.GetString(0), reader.GetBoolean(1)));
        await reader.ReadToEndAsync(cancellationToken);
        return due;
    }

    /// <summary>Counts jobs that would be claimed before a job that gives way now.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="priority">The priority of the job that gives way.</param>
    /// <param name="limit">Most jobs to count.</param>
    /// <param name="groups">The groups whose jobs to count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<long> CountWaitingAsync(
        string queue, short priority, int limit, WaitingGroups groups, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var count = new NpgsqlBatchCommand(ClaimSql.Waiting).With(queue).With(priority).With(limit)
            .WithText(groups.Own).With(groups.MayBeOthers).With(groups.Except);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(JobSql.KeepToIndexes), count } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var waiting = reader.GetInt64(0);
        await reader.ReadToEndAsync(cancellationToken);
        return waiting;
    }

    /// <summary>Claims the next jobs of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="limit">Most jobs to claim.</param>
    /// <param name="look">How to look for them.</param>
    /// <param name="cancellationToken">Ends the wait; it is then unknown what was claimed.</param>
    public Task<List<ClaimedJob>> ClaimAsync(string queue, int limit, ClaimLook look, CancellationToken cancellationToken) =>
        ClaimAsync(Command(queue, limit, look), queue, limit, cancellationToken);

    /// <summary>Claims a job that must run alone.</summary>
    public Task<List<ClaimedJob>> ClaimQuarantinedAsync(string queue, Guid job, CancellationToken cancellationToken) => ClaimAsync(
        new NpgsqlBatchCommand(ClaimSql.ClaimQuarantined).With(queue).With(node.Id).With(job), queue, limit: 1, cancellationToken);

    /// <summary>The claim as a batch command after <see cref="JobSql.KeepToIndexes"/>; its result is read by
    /// <see cref="ReadAsync"/>.</summary>
    public NpgsqlBatchCommand Command(string queue, int limit, ClaimLook look)
    {
        return look switch
        {
            ClaimLook.InOrder { Bounds: { } bounds } => WithFronts(Claim(ClaimSql.ClaimWindowed), bounds),
            ClaimLook.InOrder => Claim(ClaimSql.Claim),
            ClaimLook.Ungrouped { Bounds: { } bounds } => WithFronts(Claim(ClaimSql.ClaimUngroupedWindowed), bounds),
            ClaimLook.Ungrouped => Claim(ClaimSql.ClaimUngrouped),
            ClaimLook.ByGroup groups => Claim(GroupSql.Claim).With(groups.Running).WithText(groups.After),
            _ => throw new UnreachableException($"Unknown look {look}."),
        };

        NpgsqlBatchCommand Claim(string sql) => new NpgsqlBatchCommand(sql).With(queue).With(node.Id).With(limit);
    }

    /// <summary>Reads the jobs that a claim returns.</summary>
    public async Task<List<ClaimedJob>> ReadAsync(NpgsqlDataReader reader, string queue, int limit, CancellationToken cancellationToken)
    {
        var claimed = new List<ClaimedJob>(limit);
        while (await reader.ReadAsync(cancellationToken))
            claimed.Add(Read(reader, queue));
        return claimed;
    }

    private static NpgsqlBatchCommand WithFronts(NpgsqlBatchCommand command, ClaimBounds bounds) => command
        .With(Array.ConvertAll(bounds.Fronts, front => front.Priority))
        .With(Array.ConvertAll(bounds.Fronts, front => DateTime.SpecifyKind(front.StartAfter, DateTimeKind.Utc)))
        .With(Array.ConvertAll(bounds.Fronts, front => front.Id));

    private async Task<List<ClaimedJob>> ClaimAsync(NpgsqlBatchCommand claim, string queue, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(JobSql.KeepToIndexes), claim } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var claimed = await ReadAsync(reader, queue, limit, cancellationToken);
        await reader.ReadToEndAsync(cancellationToken);
        return claimed;
    }

    private ClaimedJob Read(NpgsqlDataReader reader, string queue) => new(
        Id: reader.GetGuid(0),
        Queue: queue,
        Fence: reader.GetInt64(1),
        Node: node.Id,
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
        ClaimedAt: reader.GetDateTime(16),
        Group: reader.IsDBNull(17) ? null : reader.GetString(17));
}
