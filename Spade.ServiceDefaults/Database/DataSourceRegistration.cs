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
    /// <summary>Registers a singleton <see cref="NpgsqlDataSource"/> through Aspire's integration, with its metrics, its traces as part of a
    /// request's or a job's, and the health check <c>database</c>, which gates the start and later only degrades.</summary>
    /// <remarks>What the connection string does not set: 2 s to connect, 10 s for a command, TCP keepalive, the service's name as
    /// application_name. Always set: the pool's size, no reset of returned sessions and, unless the string's Options say otherwise,
    /// idle_in_transaction_session_timeout 10 s and jit off. The health check holds one connection beside the pool.</remarks>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>.</param>
    /// <param name="maxPoolSize">Most connections the service opens for its work. Explicit, because the sum over all replicas, those
    /// still terminating included, has to fit PostgreSQL's max_connections.</param>
    /// <param name="configure">What the service wishes instead of the values above; the connection string still wins.</param>
    /// <exception cref="StartupException">The connection string is missing or unreadable.</exception>
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
                // Ours is cached, and has a connection of its own.
                settings.DisableHealthChecks = true;
                // Enabling them creates a provider that collects even when nothing exports.
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
            "database", provider => provider.GetRequiredService<DatabaseHealthCheck>(), failureStatus: null, [HealthTags.Startup, HealthTags.Ready]));
    }
}
