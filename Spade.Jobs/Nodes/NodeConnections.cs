using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Nodes;

/// <summary>Opens the node's own session. It is not from the client pool, which a burst of work could exhaust, and must not be shared by a
/// pooler in between. Its database is <see cref="JobsOptions.ConnectionName"/>.</summary>
internal sealed class NodeConnections(IConfiguration configuration, IOptions<JobsOptions> options) : IDisposable
{
    /// <summary>The first limit keeps a rescue from waiting behind the transaction of a frozen process, whose row locks PostgreSQL frees
    /// after the second. JIT compilation does not pay off for these statements.</summary>
    private static readonly (string Name, string Value)[] Settings =
        [("lock_timeout", "1s"), ("idle_in_transaction_session_timeout", "10s"), ("jit", "off")];

    /// <summary>Part of PgBouncer's message. Its error code is the same for nearly all errors, also for an absent server.</summary>
    private const string NoTransactions = "transaction blocks not allowed";

    /// <summary>Number of checks. Other clients may hide a shared session in a single one.</summary>
    private const int Looks = 3;

    private readonly Lazy<NpgsqlDataSource> _source = new(() => CreateSource(configuration, options.Value));
    private bool _isKnownAsOwn;

    /// <summary>Opens a session and blocks the thread meanwhile.</summary>
    /// <exception cref="SharedSessionException">A pooler shares sessions among its clients.</exception>
    public NodeConnection Open()
    {
        var connection = _source.Value.OpenConnection();
        try
        {
            var backend = NodeStore.Backend(connection);
            // PostgreSQL reports its own process id at the connection; a pooler reports another number.
            var isPooled = backend != connection.ProcessID;
            if (isPooled && !_isKnownAsOwn)
                ThrowIfShared(connection, backend);
            _isKnownAsOwn = true;
            // Only now, because settings of a shared session would apply to all its clients.
            Prepare(connection);
            return new NodeConnection(connection, isPooled ? backend : null, options.Value.ConnectionName);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_source.IsValueCreated)
            _source.Value.Dispose();
    }

    /// <summary>Sets parameters by statement, because a pooler may reject startup parameters. The operator's own ones stay.</summary>
    private void Prepare(NpgsqlConnection connection)
    {
        var given = new NpgsqlConnectionStringBuilder(_source.Value.ConnectionString).Options ?? "";
        var calls = Settings.Where(setting => !Regex.IsMatch(given, $@"(^|\s)(-c\s*|--)?{setting.Name}\s*="))
            .Select(setting => $"set_config('{setting.Name}', '{setting.Value}', false)")
            .Prepend("1");
        using var command = connection.Command($"SELECT {string.Join(", ", calls)}");
        command.ExecuteNonQuery();
    }

    /// <summary>Detects a pooler that shares sessions by a second client inside a transaction: in transaction mode that client gets this
    /// session's backend, or this session gets another one. Statement mode allows no transaction.</summary>
    private void ThrowIfShared(NpgsqlConnection connection, int backend)
    {
        try
        {
            using var other = _source.Value.OpenConnection();
            using var transaction = other.BeginTransaction();
            for (var look = 0; look < Looks; look++)
            {
                if (NodeStore.Backend(other) == backend || NodeStore.Backend(connection) != backend)
                    throw new SharedSessionException(options.Value.ConnectionName);
            }
        }
        catch (PostgresException exception) when (exception.MessageText.Contains(NoTransactions, StringComparison.Ordinal))
        {
            throw new SharedSessionException(options.Value.ConnectionName, exception);
        }
    }

    private static NpgsqlDataSource CreateSource(IConfiguration configuration, JobsOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(options.ConnectionName))
        {
            Pooling = false,
            Timeout = 2,
            CommandTimeout = 5,
            ApplicationName = "spade-node",
            // Planned each time: a cached plan from a time with few jobs would read all of them at every heartbeat.
            MaxAutoPrepare = 0,
        };
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Not traced: statements here belong to no request or job, and each heartbeat would be a trace of its own.
        source.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => false)
            .EnablePhysicalOpenTracing(false));
        return source.Build();
    }
}
