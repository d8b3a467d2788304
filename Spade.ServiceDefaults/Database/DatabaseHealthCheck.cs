using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Spade.ServiceDefaults;

/// <summary>Asks PostgreSQL for a 1 over a connection of its own: in the service's pool it would queue behind requests, and a busy
/// service would look like a broken database.</summary>
internal sealed class DatabaseHealthCheck(string connectionString) : IHealthCheck, IAsyncDisposable
{
    private readonly NpgsqlDataSource _connection = Build(connectionString);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = _connection.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static NpgsqlDataSource Build(string connectionString)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString);
        // A 1 needs no list of the database's types, which would be the larger part of connecting.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return source.Build();
    }
}
