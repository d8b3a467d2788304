using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using Spade.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers an EF Core context on PostgreSQL with the name and signature of Aspire's integration, for builds without Aspire's
/// packages.</summary>
public static class AspireEFPostgreSqlExtensions
{
    private const string Section = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    /// <summary>Registers <typeparamref name="TContext"/> with context pooling, retries, a health check named after the context, and
    /// Npgsql's traces and metrics. It uses the <see cref="NpgsqlDataSource"/> registered under the connection's name, when there is
    /// one, so that a service has one pool.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="connectionName">Name under <c>ConnectionStrings</c>.</param>
    /// <param name="configureSettings">Changes the settings after configuration was read.</param>
    /// <param name="configureDbContextOptions">Changes the context's options last.</param>
    /// <exception cref="InvalidOperationException">The context was added before. A missing connection string is reported when the
    /// context is first used.</exception>
    public static void AddNpgsqlDbContext<TContext>(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configureSettings = null,
        Action<DbContextOptionsBuilder>? configureDbContextOptions = null) where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        if (builder.Services.Any(service => service.ServiceType == typeof(DbContextOptions<TContext>)))
            throw new InvalidOperationException($"The context {typeof(TContext).Name} is registered already; add it once.");

        var settings = Settings<TContext>(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);
        // A connection string set by hand asks for that one, not for the pool everybody shares.
        var isShared = settings.ConnectionString == builder.Configuration.GetConnectionString(connectionName);
        builder.Services.AddDbContextPool<TContext>((provider, options) =>
        {
            Use(isShared ? provider.GetKeyedService<NpgsqlDataSource>(connectionName) : null, options, settings, connectionName);
            configureDbContextOptions?.Invoke(options);
        });
        AddObservers<TContext>(builder.Services, settings);
    }

    private static NpgsqlEntityFrameworkCorePostgreSQLSettings Settings<TContext>(IConfiguration configuration, string connectionName)
    {
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings();
        var section = configuration.GetSection(Section);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        section.GetSection(typeof(TContext).Name).Bind(settings);
        if (configuration.GetConnectionString(connectionName) is { } connectionString)
            settings.ConnectionString = connectionString;
        return settings;
    }

    private static void Use(
        NpgsqlDataSource? shared, DbContextOptionsBuilder options, NpgsqlEntityFrameworkCorePostgreSQLSettings settings, string connectionName)
    {
        if (shared is not null)
            options.UseNpgsql(shared, Configure);
        else
            options.UseNpgsql(ConnectionSettings.Read(settings.ConnectionString, connectionName).ConnectionString, Configure);

        void Configure(NpgsqlDbContextOptionsBuilder npgsql)
        {
            if (!settings.DisableRetry)
                npgsql.EnableRetryOnFailure();
            if (settings.CommandTimeout is { } seconds)
                npgsql.CommandTimeout(seconds);
        }
    }

    private static void AddObservers<TContext>(IServiceCollection services, NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
        where TContext : DbContext
    {
        if (!settings.DisableHealthChecks)
            services.AddHealthChecks().AddDbContextCheck<TContext>(typeof(TContext).Name);
        if (!settings.DisableTracing)
            services.Configure<TelemetrySources>(sources => sources.Activities.Add("Npgsql"));
        if (!settings.DisableMetrics)
            services.Configure<TelemetrySources>(sources => sources.Meters.Add("Npgsql"));
    }
}
