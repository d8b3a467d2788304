using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers the service's PostgreSQL connection pool.</summary>
public static class DataSourceRegistration
{
    /// <summary>Registers a singleton <see cref="NpgsqlDataSource"/> (also by the key <paramref name="connectionName"/>), its metrics, its
    /// traces as part of a request's or a job's, and the health check <c>database</c>, which gates the start and later only degrades.</summary>
    /// <remarks>What the connection string does not set: 2 s to connect, 10 s for a command, TCP keepalive, the service's name as
    /// application_name. Always set: the pool's size, no reset of returned sessions and, unless the string's Options say otherwise,
    /// idle_in_transaction_session_timeout 10 s and jit off. The health check holds one connection beside the pool.</remarks>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>.</param>
    /// <param name="maxPoolSize">Most connections the service opens for its work. Explicit, because the sum over all replicas, those
    /// still terminating included, has to fit PostgreSQL's max_connections.</param>
    /// <param name="configure">What the service wishes instead of the values above; the connection string still wins.</param>
    /// <exception cref="StartRefusedException">The connection string is missing or unreadable.</exception>
    public static TBuilder AddSpadeDataSource<TBuilder>(
        this TBuilder builder, string connectionName, int maxPoolSize, Action<NpgsqlConnectionStringBuilder>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoolSize, 1);
        var given = ConnectionSettings.Read(builder.Configuration.GetConnectionString(connectionName), connectionName);
        var application = ServiceIdentity.Of(builder).Name;
        var services = builder.Services;

        services.AddSingleton(provider => Build(provider, connectionName, ConnectionSettings.ForWork(given, application, maxPoolSize, configure)));
        services.AddKeyedSingleton(connectionName, (provider, _) => provider.GetRequiredService<NpgsqlDataSource>());

        services.AddSingleton(new ConnectionUse("pool", maxPoolSize));
        services.AddSingleton(new ConnectionUse("health check", 1));

        services.AddSingleton(provider => new DatabaseHealthCheck(
            ConnectionSettings.ForHealth(given, application), provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddHealthChecks().Add(new(
            "database", provider => provider.GetRequiredService<DatabaseHealthCheck>(), failureStatus: null, [HealthTags.Startup, HealthTags.Ready]));

        services.Configure<TelemetrySources>(sources =>
        {
            sources.Activities.Add("Npgsql");
            sources.Meters.Add("Npgsql");
        });
        return builder;
    }

    private static NpgsqlDataSource Build(IServiceProvider provider, string name, string connectionString)
    {
        var source = new NpgsqlDataSourceBuilder(connectionString) { Name = name };
        source.UseSessionSettings();
        source.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
        // Polls and heartbeats belong to no request and no job: traced, each would be a trace of its own, several a second for ever.
        source.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .ConfigureBatchFilter(_ => Activity.Current is not null)
            .ConfigureCopyOperationFilter(_ => Activity.Current is not null)
            // It has no filter, and while it is open the statements that load types would pass for part of a request.
            .EnablePhysicalOpenTracing(false));
        return source.Build();
    }
}
