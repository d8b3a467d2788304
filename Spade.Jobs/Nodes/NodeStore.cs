using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Jobs.Nodes;

/// <summary>The statements of <see cref="NodeSql"/>. Each blocks its caller, the node's own thread.</summary>
internal static class NodeStore
{
    /// <returns>The process id of the session's backend.</returns>
    public static int Backend(NpgsqlConnection connection)
    {
        using var command = connection.Command(NodeSql.Backend);
        return (int)command.ExecuteScalar()!;
    }

    public static bool TakeLock(NpgsqlConnection connection, Node node)
    {
        using var command = connection.Command(NodeSql.TakeLock).With(node.LockKey);
        return command.ExecuteScalar() is true;
    }

    public static void Listen(NpgsqlConnection connection, string channel)
    {
        using var command = connection.Command($"LISTEN {channel}");
        command.ExecuteNonQuery();
    }

    public static void Beat(NpgsqlConnection connection, Node node)
    {
        using var command = Beat(NodeSql.Heartbeat, connection, node);
        command.ExecuteNonQuery();
    }

    /// <summary>Writes the heartbeat and reads which jobs the node still owns.</summary>
    public static Dictionary<(Guid Id, long Fence), string> BeatAndAsk(NpgsqlConnection connection, Node node)
    {
        using var command = Beat(NodeSql.HeartbeatAndOwned, connection, node);
        return ReadAll(command, reader => (Key: (reader.GetGuid(0), reader.GetInt64(1)), Queue: reader.GetString(2)))
            .ToDictionary(owned => owned.Key, owned => owned.Queue);
    }

    public static (List<PeerReading> Readings, TimeSpan ServerUptime) ReadPeers(NpgsqlConnection connection, Node node)
    {
        using var command = connection.Command(NodeSql.Readings).With(node.Id);
        var rows = ReadAll(
            command,
            reader => (
                Reading: new PeerReading(reader.GetGuid(0), reader.GetDateTime(1), reader.GetBoolean(2)),
                Uptime: reader.GetTimeSpan(3)));
        return (rows.ConvertAll(row => row.Reading), rows is [var first, ..] ? first.Uptime : TimeSpan.Zero);
    }

    /// <returns>False when the node is alive after all, or another peer was first.</returns>
    public static bool MarkLost(NpgsqlConnection connection, NpgsqlTransaction transaction, PeerReading dead)
    {
        using var command = connection.Command(NodeSql.MarkLost, transaction).With(dead.Node).With(dead.HeartbeatAt);
        return command.ExecuteNonQuery() > 0;
    }

    /// <returns>Dead nodes that still have active jobs, and the queues that have a job in quarantine.</returns>
    public static (List<Guid> Dead, List<string> Quarantined) Sweep(NpgsqlConnection connection, string[] queues)
    {
        using var command = connection.Command(NodeSql.Sweep).With(queues);
        using var reader = command.ExecuteReader();
        var (dead, quarantined) = (new List<Guid>(), new List<string>());
        while (reader.Read())
        {
            if (reader.IsDBNull(0))
                quarantined.Add(reader.GetString(1));
            else
                dead.Add(reader.GetGuid(0));
        }
        return (dead, quarantined);
    }

    public static List<(Guid Job, string Queue)> Rescue(NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid node)
    {
        using var command = connection.Command(NodeSql.Rescue, transaction).With(node);
        return ReadAll(command, reader => (reader.GetGuid(0), reader.GetString(1)));
    }

    /// <returns>False when this node no longer owns the job.</returns>
    public static bool Release(NpgsqlConnection connection, Node node, Guid job, long fence)
    {
        using var command = connection.Command(JobSql.Release).With(job).With(fence).With(node.Id);
        return command.ExecuteNonQuery() > 0;
    }

    public static void Leave(NpgsqlConnection connection, Node node)
    {
        using var command = connection.Command(NodeSql.Leave).With(node.Id);
        command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Beat(string sql, NpgsqlConnection connection, Node node) => connection.Command(sql)
        .With(node.Id).With(node.LockKey).WithText(node.Service).WithText(node.Host).With(node.ProcessId);

    private static List<T> ReadAll<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
