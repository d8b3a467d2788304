using Npgsql;

namespace Spade.Jobs;

/// <summary>The statements of <see cref="NodeSql"/>, on whichever connection the caller has.</summary>
internal static class NodeStore
{
    public static async Task<bool> TakeLockAsync(NpgsqlConnection connection, Node node, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(NodeSql.TakeLock).With(node.LockKey);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    public static async Task BeatAsync(NpgsqlConnection connection, Node node, CancellationToken cancellationToken)
    {
        await using var command = Beat(NodeSql.Heartbeat, connection, node);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Beats, and asks what the node still owns.</summary>
    public static async Task<Dictionary<(Guid Id, long Fence), string>> BeatAndAskAsync(
        NpgsqlConnection connection, Node node, CancellationToken cancellationToken)
    {
        await using var command = Beat(NodeSql.HeartbeatAndOwned, connection, node);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owned = new Dictionary<(Guid, long), string>();
        while (await reader.ReadAsync(cancellationToken))
            owned.Add((reader.GetGuid(0), reader.GetInt64(1)), reader.GetString(2));
        return owned;
    }

    public static async Task<(List<PeerReading> Readings, TimeSpan ServerUptime)> ReadPeersAsync(
        NpgsqlConnection connection, Node node, TimeSpan staleAfter, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(NodeSql.Readings).With(node.Id).With(staleAfter.TotalMilliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var readings = new List<PeerReading>();
        var uptime = TimeSpan.Zero;
        while (await reader.ReadAsync(cancellationToken))
        {
            readings.Add(new PeerReading(reader.GetGuid(0), reader.GetDateTime(1), reader.GetBoolean(2), reader.GetBoolean(3)));
            uptime = reader.GetTimeSpan(4);
        }
        return (readings, uptime);
    }

    /// <returns>False when the node lives after all, or another peer was first.</returns>
    public static async Task<bool> MarkLostAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PeerReading dead, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(NodeSql.MarkLost, transaction).With(dead.Node).With(dead.HeartbeatAt);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <returns>Dead nodes that still have active jobs, and those of the queues that have a suspect of the poison brake.</returns>
    public static async Task<(List<Guid> Dead, List<string> Suspects)> SweepAsync(
        NpgsqlConnection connection, string[] queues, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(NodeSql.Sweep).With(queues);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (dead, suspects) = (new List<Guid>(), new List<string>());
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(0))
                suspects.Add(reader.GetString(1));
            else
                dead.Add(reader.GetGuid(0));
        }
        return (dead, suspects);
    }

    public static async Task<List<(Guid Job, string Queue)>> RescueAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid node, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(NodeSql.Rescue, transaction).With(node);
        return await ReadAllAsync(command, reader => (reader.GetGuid(0), reader.GetString(1)), cancellationToken);
    }

    public static async Task LeaveAsync(NpgsqlConnection connection, Node node, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(NodeSql.Leave).With(node.Id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task RegisterQueuesAsync(NpgsqlConnection connection, string[] queues, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(JobSql.RegisterQueues).With(queues);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Beat(string sql, NpgsqlConnection connection, Node node) => connection.Command(sql)
        .With(node.Id).With(node.LockKey).WithText(node.Service).WithText(node.Host).With(node.ProcessId);

    private static async Task<List<T>> ReadAllAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
