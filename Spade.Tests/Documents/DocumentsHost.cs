using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Documents;
using Spade.Documents.Schema;
using Spade.Jobs;
using Spade.ServiceDefaults.Budgets;
using Spade.ServiceDefaults.Database;
using Spade.Shutdown;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>The registrations of Spade.Documents on a database of their own. Background services run only after
/// <see cref="StartAsync"/>.</summary>
internal sealed class DocumentsHost(IHost host, LogLines lines) : IAsyncDisposable
{
    /// <summary>Its log lines of level warning and above.</summary>
    public IReadOnlyCollection<string> Lines => lines.All;

    public IServiceProvider Services => host.Services;

    public string ConnectionString => Services.GetRequiredService<IConfiguration>().GetConnectionString("spadedb")!;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public SchemaMigrator Migrator => Services.GetRequiredService<SchemaMigrator>();

    public static async Task<DocumentsHost> CreateAsync(params (string Key, string Value)[] settings)
    {
        var postgres = await SharedPostgres.GetAsync();
        return Create(await postgres.CreateDatabaseAsync(), settings);
    }

    public static async Task<DocumentsHost> CreateMigratedAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        return Create(await postgres.CreateMigratedDatabaseAsync());
    }

    public static DocumentsHost Create(string connectionString, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Configuration["ConnectionStrings:spadedb"] = connectionString;
        var lines = new LogLines();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(lines);
        builder.AddGracefulShutdown(ServiceBudgets.Worker);
        builder.AddSpadeDataSource("spadedb", maxPoolSize: 10);
        builder.AddSpadeDbContext<SpadeDbContext>(database => database.DisableRetry = true);
        builder.Services.AddJobs();
        builder.Services.AddDocuments();
        return new DocumentsHost(builder.Build(), lines);
    }

    public Task StartAsync() => host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
