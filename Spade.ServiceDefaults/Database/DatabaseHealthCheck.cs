using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Spade.ServiceDefaults.Database;

/// <summary>Asks PostgreSQL whether it takes writes, over a connection of its own: in the service's pool the question would queue behind
/// requests, and a busy service would look like a broken database.</summary>
internal sealed class DatabaseHealthCheck(string connectionString, NpgsqlDataSource pool) : IHealthCheck, IAsyncDisposable
{
    private readonly NpgsqlDataSource _connection = Build(connectionString);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // "on" for a stand-by, too: a former primary after a failover answers every question and refuses every write.
            await using var command = _connection.CreateCommand("SHOW transaction_read_only");
            if (await command.ExecuteScalarAsync(cancellationToken) is "off")
                return HealthCheckResult.Healthy();
            // The primary may be another server by now, behind the same name: idle connections are not kept, and new ones find it.
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
        // A word needs no list of the database's types, which would be the larger part of connecting.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return source.Build();
    }
}
