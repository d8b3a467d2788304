using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Spade.ServiceDefaults.Database;

/// <summary>Registers EF Core on the service's one connection pool.</summary>
public static class ContextRegistration
{
    /// <summary>Registers <typeparamref name="TContext"/>, pooled, on the data source of
    /// <see cref="DataSourceRegistration.AddSpadeDataSource"/>, and enriches it by Aspire's integration. Health check, traces and metrics are
    /// the data source's.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="configure">Changes the integration's settings (section <c>Aspire:Npgsql:EntityFrameworkCore:PostgreSQL</c>) last. Its
    /// retries are on: a service that answers requests switches them off.</param>
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
