using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Spade.Jobs;

/// <summary>Opens connections whose session is this process's own for as long as they are open: unpooled here, so that no burst of work can
/// starve them, and by no pooler that shares sessions. Their database is <see cref="JobsOptions.ConnectionName"/>.</summary>
public sealed class NodeConnections(IConfiguration configuration, IOptions<JobsOptions> options) : IDisposable
{
    private const string BackendSql = "SELECT pg_backend_pid()";

    /// <summary>A rescue must not queue up behind a transaction that is frozen with its process, whose row locks PostgreSQL frees after the
    /// second time. Nothing here is worth compiling.</summary>
    private static readonly (string Name, string Value)[] Settings =
        [("lock_timeout", "1s"), ("idle_in_transaction_session_timeout", "10s"), ("jit", "off")];

    private readonly Lazy<Source> _source = new(() => Source.Create(configuration, options.Value));

    /// <summary>Opens one, blocking the thread.</summary>
    /// <exception cref="SharedSessionException">A pooler shares sessions among its clients.</exception>
    public NpgsqlConnection Open()
    {
        var connection = _source.Value.Database.OpenConnection();
        try
        {
            if (Prepare(connection) != connection.ProcessID)
                ThrowIfShared(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_source.IsValueCreated)
            _source.Value.Database.Dispose();
    }

    /// <summary>As a statement: a pooler may refuse settings that come with the connection.</summary>
    /// <returns>The backend's process id.</returns>
    private int Prepare(NpgsqlConnection connection)
    {
        using var command = connection.Command(_source.Value.PrepareSql);
        return (int)command.ExecuteScalar()!;
    }

    /// <summary>A server names its own process when it is connected to; a pooler names something else. Whether it shares sessions shows when
    /// another client is inside a transaction: in transaction mode that one has the backend that this one had just now, or this one gets
    /// another. Statement mode allows no transaction.</summary>
    private void ThrowIfShared(NpgsqlConnection connection)
    {
        try
        {
            var before = Backend(connection);
            using var other = _source.Value.Database.OpenConnection();
            using var transaction = other.BeginTransaction();
            if (Backend(other) != before && Backend(connection) == before)
                return;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ProtocolViolation)
        {
            throw new SharedSessionException(options.Value.ConnectionName, exception);
        }
        throw new SharedSessionException(options.Value.ConnectionName);
    }

    private static int Backend(NpgsqlConnection connection)
    {
        using var command = connection.Command(BackendSql);
        return (int)command.ExecuteScalar()!;
    }

    private sealed record Source(NpgsqlDataSource Database, string PrepareSql)
    {
        public static Source Create(IConfiguration configuration, JobsOptions options)
        {
            var text = configuration.GetConnectionString(options.ConnectionName)
                ?? throw new InvalidOperationException(
                    $"The node has no database: set ConnectionStrings__{options.ConnectionName} to a PostgreSQL connection string.");
            var settings = new NpgsqlConnectionStringBuilder(text)
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
            return new(source.Build(), PrepareWith(settings.Options ?? ""));
        }

        /// <summary>What the operator sets with the connection stays.</summary>
        private static string PrepareWith(string given) => string.Join(
            ", ",
            Settings.Where(setting => !given.Contains(setting.Name, StringComparison.Ordinal))
                .Select(setting => $"set_config('{setting.Name}', '{setting.Value}', false)")
                .Prepend(BackendSql));
    }
}
