using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Spade.ServiceDefaults.Health;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Explain;
using Spade.Shutdown.Reporting;

namespace Spade.ServiceDefaults.Database;

/// <summary>Registers the service's PostgreSQL connection pool.</summary>
public static class DataSourceRegistration
{
    /// <summary>Registers a singleton <see cref="NpgsqlDataSource"/> through Aspire's integration, with metrics, traces within requests
    /// and jobs, and the health check <c>database</c>, which gates the start and later only makes the service <c>degraded</c>.</summary>
    /// <remarks>Defaults, unless the connection string sets them: 2 s to connect, 10 s for a command, TCP keepalive, the service's name
    /// as application_name and, unless its Options set them, idle_in_transaction_session_timeout 10 s and jit off. Always set: the size
    /// of the pool, and no reset of returned sessions. The health check holds one connection outside the pool.</remarks>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>.</param>
    /// <param name="maxPoolSize">Maximum number of connections in the pool. There is no default, because the sum over all replicas,
    /// including those that are terminating, has to fit PostgreSQL's max_connections.</param>
    /// <param name="configure">Changes the defaults above; the connection string still wins.</param>
    /// <exception cref="StartupException">The connection string is missing or invalid.</exception>
    public static TBuilder AddSpadeDataSource<TBuilder>(
        this TBuilder builder, string connectionName, int maxPoolSize, Action<NpgsqlConnectionStringBuilder>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoolSize, 1);
        var given = ConnectionSettings.Read(builder.Configuration.GetConnectionString(connectionName), connectionName);
        var application = ServiceIdentity.Of(builder).Name;

        builder.AddNpgsqlDataSource(
            connectionName,
            settings =>
            {
                settings.ConnectionString = ConnectionSettings.ForWork(given, application, maxPoolSize, configure);
                // Spade's own check runs in the background on a connection of its own.
                settings.DisableHealthChecks = true;
                // When enabled, the integration creates providers that collect even if nothing exports.
                settings.DisableTracing |= !OtlpSignal.Traces.IsWanted(builder.Configuration);
                settings.DisableMetrics |= !OtlpSignal.Metrics.IsWanted(builder.Configuration);
            },
            source =>
            {
                source.Name = connectionName;
                source.UseSessionSettings();
                source.ConfigureTracing(DatabaseSpans.Configure);
            });
        builder.Services.AddSingleton(new ConnectionUse("pool", maxPoolSize));
        builder.Services.AddDatabaseHealth(ConnectionSettings.ForHealth(given, application));
        return builder;
    }

    private static void AddDatabaseHealth(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(new ConnectionUse("health check", 1));
        services.AddSingleton(provider => new DatabaseHealthCheck(connectionString, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddHealthChecks().Add(new(
            "database",
            provider => provider.GetRequiredService<DatabaseHealthCheck>(),
            failureStatus: null,
            [HealthTags.Startup, HealthTags.Ready]));
    }
}
