using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Spade.ServiceDefaults.Database;

/// <summary>Checks that PostgreSQL accepts writes, on a connection of its own: in the service's pool the check would wait behind requests,
/// and a busy service would look like a broken database.</summary>
internal sealed class DatabaseHealthCheck(string connectionString, NpgsqlDataSource pool) : IHealthCheck, IAsyncDisposable
{
    private readonly NpgsqlDataSource _connection = Build(connectionString);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // It is also "on" for a standby: after a failover, the former primary answers queries but refuses writes.
            await using var command = _connection.CreateCommand("SHOW transaction_read_only");
            if (await command.ExecuteScalarAsync(cancellationToken) is "off")
                return HealthCheckResult.Healthy();
            // The name may point to a new primary by now. Dropping idle connections makes the pools connect to it.
            _connection.Clear();
            pool.Clear();
            return new HealthCheckResult(context.Registration.FailureStatus, "The database is read-only.");
        }
        catch (NpgsqlException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static NpgsqlDataSource Build(string connectionString)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString) { Name = "health check" };
        // The check reads one string. Loading the database's types would take most of the time to connect.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return source.Build();
    }
}
