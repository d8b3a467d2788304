using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Benchmarks.Machine;
using Spade.Jobs;
using Spade.Jobs.Schema;
using Spade.ServiceDefaults.Database;

namespace Spade.Benchmarks.Queue;

/// <summary>A node of the queue with the services' own connection settings, on the database of the environment's connection
/// string.</summary>
internal static class QueueHost
{
    internal const string Queue = "bench";

    /// <summary>Names of queues; the first is <see cref="Queue"/>.</summary>
    internal static IEnumerable<string> Queues(int count) => Enumerable.Range(1, count).Select(n => n == 1 ? Queue : $"{Queue}-{n}");

    /// <summary>Starts a node: a worker with handlers, or a client without.</summary>
    internal static async Task<IHost> StartAsync(
        int poolSize,
        CancellationToken cancellationToken,
        Action<JobsBuilder>? handlers = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateApplicationBuilder();
        // The peers do not log either.
        builder.Logging.ClearProviders();
        builder.AddSpadeDataSource("spadedb", poolSize);
        var jobs = builder.Services.AddJobs();
        handlers?.Invoke(jobs);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        host.Services.GetRequiredService<SchemaGate>().Open();
        await host.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>SQL that creates the tables and the first queue.</summary>
    internal static string Schema => $"{JobsSchema.Create} {JobsSchema.AddGroups} INSERT INTO queues (name) VALUES ('{Queue}');";

    /// <summary>Runs <see cref="Schema"/> in an empty database.</summary>
    internal static async Task CreateSchemaAsync(CancellationToken cancellationToken)
    {
        await using var database = Database();
        await ExecuteAsync(database, Schema, cancellationToken);
    }

    internal static NpgsqlDataSource Database() => NpgsqlDataSource.Create(ConnectionString);

    internal static async Task ExecuteAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static string ConnectionString => new ConfigurationBuilder().AddEnvironmentVariables().Build().GetConnectionString("spadedb")
        ?? throw new BenchmarkException("ConnectionStrings__spadedb is not set. './spade bench' starts these programs with it.");
}

/// <summary>Payload of a benchmark's job, the same as that of the peers' jobs.</summary>
internal sealed record Mail(int N, string To, string Template, string Locale, string Note)
{
    internal static Mail Number(int n) => new(n, "someone@example.test", "welcome", "en", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
}
