using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Postgres;

namespace Spade.Jobs.Nodes;

/// <summary>Opens the node's own session: unpooled here, so that no burst of work can starve it, and shared by no pooler in between. Its
/// database is <see cref="JobsOptions.ConnectionName"/>.</summary>
internal sealed class NodeConnections(IConfiguration configuration, IOptions<JobsOptions> options) : IDisposable
{
    /// <summary>A rescue must not queue up behind a transaction that is frozen with its process, whose row locks PostgreSQL frees after the
    /// second time. Nothing here is worth compiling.</summary>
    private static readonly (string Name, string Value)[] Settings =
        [("lock_timeout", "1s"), ("idle_in_transaction_session_timeout", "10s"), ("jit", "off")];

    /// <summary>Part of PgBouncer's message. It has the same code for nearly everything, a server that is away included.</summary>
    private const string NoTransactions = "transaction blocks not allowed";

    /// <summary>Between two of these others may have come and gone, and the pooler's choice shows nothing.</summary>
    private const int Looks = 3;

    private readonly Lazy<NpgsqlDataSource> _source = new(() => CreateSource(configuration, options.Value));
    private bool _isKnownAsOwn;

    /// <summary>Opens one, blocking the thread.</summary>
    /// <exception cref="SharedSessionException">A pooler shares sessions among its clients.</exception>
    public NodeConnection Open()
    {
        var connection = _source.Value.OpenConnection();
        try
        {
            var backend = NodeStore.Backend(connection);
            // A server names its own process when it is connected to; a pooler names something else.
            var isPooled = backend != connection.ProcessID;
            if (isPooled && !_isKnownAsOwn)
                ThrowIfShared(connection, backend);
            _isKnownAsOwn = true;
            // After that: a setting of a session that is shared would be every client's.
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

    /// <summary>As a statement: a pooler may reject settings that come with the connection. What the operator sets with it stays.</summary>
    private void Prepare(NpgsqlConnection connection)
    {
        var given = new NpgsqlConnectionStringBuilder(_source.Value.ConnectionString).Options ?? "";
        var calls = Settings.Where(setting => !Regex.IsMatch(given, $@"(^|\s)(-c\s*|--)?{setting.Name}\s*="))
            .Select(setting => $"set_config('{setting.Name}', '{setting.Value}', false)")
            .Prepend("1");
        using var command = connection.Command($"SELECT {string.Join(", ", calls)}");
        command.ExecuteNonQuery();
    }

    /// <summary>Whether a pooler shares sessions shows when another client is inside a transaction: in transaction mode that one has the
    /// backend that this one had just now, or this one gets another. Statement mode allows no transaction.</summary>
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
            // Planned anew each time: a plan that is kept from a moment when there were few jobs would read all of them at every heartbeat.
            MaxAutoPrepare = 0,
        };
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Nothing here belongs to a request or a job: traced, every heartbeat and reading would be a trace of its own for ever.
        source.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => false)
            .EnablePhysicalOpenTracing(false));
        return source.Build();
    }
}
