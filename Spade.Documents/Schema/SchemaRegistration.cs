using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spade.Jobs.Schema;

namespace Spade.Documents.Schema;

/// <summary>Registers the database's schema.</summary>
public static class SchemaRegistration
{
    /// <summary>Adds <see cref="SchemaMigrator"/>, the start-up that migrates or waits, and the health check <c>migrations</c>. Enough for
    /// a program that only migrates. Expects an <see cref="Npgsql.NpgsqlDataSource"/> and a <see cref="SpadeDbContext"/>.</summary>
    public static IServiceCollection AddSchema(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MigrationOptions>().BindConfiguration(MigrationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<SchemaGate>();
        services.TryAddSingleton<SchemaMigrator>();
        services.AddHostedService<SchemaStartup>();
        services.AddHealthChecks().AddCheck<MigrationsHealthCheck>("migrations", tags: ["startup"]);
        return services;
    }
}
