using Npgsql;
using Spade.Tests.Documents;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A database of one test with the schema, and a table for what the test worker does.</summary>
internal sealed class JobsDatabase : IAsyncDisposable
{
    private JobsDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Source = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>Makes the database; <paramref name="settings"/> are added to its connection string.</summary>
    public static async Task<JobsDatabase> CreateAsync(TestPostgres? postgres = null, string settings = "")
    {
        postgres ??= await SharedPostgres.GetAsync();
        var database = new JobsDatabase($"{await postgres.CreateDatabaseAsync()};{settings}");
        await using (var documents = DocumentsHost.Create(database.ConnectionString))
            await documents.Migrator.MigrateAsync(CancellationToken.None);
        await database.ExecuteAsync(
            "CREATE TABLE steps (job_id uuid, step int, process_id int, at timestamptz DEFAULT clock_timestamp(), PRIMARY KEY (job_id, step))");
        return database;
    }

    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    public Task<string> StateAsync(Guid job) => ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", job);

    public Task BecomesAsync(Guid job, string state, TimeSpan? within = null) =>
        Eventually.HoldsAsync($"job {job} is {state}", async () => await StateAsync(job) == state, within);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
