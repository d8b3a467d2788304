using Npgsql;

namespace Spade.Benchmarks.Machine;

/// <summary>A private PostgreSQL server with default settings, which all subjects share: <c>peers/pg.sh</c>.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly Shell _shell;
    private readonly Dictionary<string, string?> _environment;

    private Cluster(Shell shell, Dictionary<string, string?> environment, int port)
    {
        _shell = shell;
        _environment = environment;
        Port = port;
    }

    internal int Port { get; }

    /// <summary>Process id of the postmaster.</summary>
    internal int ProcessId { get; private set; }

    internal static async Task<Cluster> StartAsync(Shell shell, int port, CancellationToken cancellationToken)
    {
        var cluster = new Cluster(shell, new() { ["PEERS_PG_PORT"] = $"{port}" }, port);
        await cluster.RunAsync("start", cancellationToken);
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        cluster.ProcessId = ProcessTimes.ParentOf(connection.ProcessID);
        return cluster;
    }

    /// <summary>A connection string for <c>ConnectionStrings__spadedb</c>.</summary>
    internal string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <summary>Creates an empty database. A checkpoint writes out what earlier subjects left, so that its cost does not fall on the next
    /// one.</summary>
    /// <returns>The connection string of the database.</returns>
    internal async Task<string> FreshAsync(string database, CancellationToken cancellationToken)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {database} WITH (FORCE)", cancellationToken);
        await ExecuteAsync("postgres", $"CREATE DATABASE {database}", cancellationToken);
        await ExecuteAsync("postgres", "CHECKPOINT", cancellationToken);
        return ConnectionString(database);
    }

    internal async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal async Task<T> ScalarAsync<T>(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync() => await RunAsync("stop", CancellationToken.None);

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private Task<string> RunAsync(string verb, CancellationToken cancellationToken) =>
        _shell.RunAsync("bash", [Path.Combine(_shell.Peers, "pg.sh"), verb], _environment, cancellationToken);
}
