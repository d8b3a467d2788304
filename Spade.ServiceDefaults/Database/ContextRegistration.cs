using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Spade.ServiceDefaults.Database;

/// <summary>Registers EF Core on the service's connection pool.</summary>
public static class ContextRegistration
{
    /// <summary>Registers a pooled <typeparamref name="TContext"/> on the data source of
    /// <see cref="DataSourceRegistration.AddSpadeDataSource"/> and enriches it with Aspire's integration. The health check, traces and
    /// metrics are those of the data source.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="configure">Changes the integration's settings after those of the section
    /// <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c>. Retries are on by default; a service that answers requests should turn them
    /// off.</param>
    public static void AddSpadeDbContext<TContext>(
        this IHostApplicationBuilder builder, Action<NpgsqlEntityFrameworkCorePostgreSQLSettings>? configure = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDbContextPool<TContext>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        builder.EnrichNpgsqlDbContext<TContext>(settings =>
        {
            (settings.DisableHealthChecks, settings.DisableTracing, settings.DisableMetrics) = (true, true, true);
            configure?.Invoke(settings);
        });
    }
}
