using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A database for one test with the schema and a table of the test worker's steps.</summary>
internal sealed class JobsDatabase : IAsyncDisposable
{
    private JobsDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Source = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>Creates the database; <paramref name="settings"/> are added to its connection string.</summary>
    public static async Task<JobsDatabase> CreateAsync(TestPostgres? postgres = null, string settings = "")
    {
        postgres ??= await SharedPostgres.GetAsync();
        var database = new JobsDatabase($"{await postgres.CreateMigratedDatabaseAsync()};{settings}");
        await database.ExecuteAsync(
            """
            CREATE TABLE steps (
                job_id uuid, step int, process_id int, at timestamptz DEFAULT clock_timestamp(), PRIMARY KEY (job_id, step))
            """);
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

    public Task<int> AttemptAsync(Guid job) => ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", job);

    public Task<int> InterruptionsAsync(Guid job) => ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", job);

    public Task<long> FenceAsync(Guid job) => ScalarAsync<long>("SELECT fence FROM jobs WHERE id = $1", job);

    public Task<long> CountAsync(string state) => ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = $1", state);

    public Task<long> CountStepsAsync() => ScalarAsync<long>("SELECT count(*) FROM steps");

    /// <summary>Turns a waiting job into one whose last runs crashed with their processes.</summary>
    public Task CrashAsync(Guid job, int times) => ExecuteAsync(
        "UPDATE jobs SET state = 'retry', crashes = $2, interruptions = $2, start_after = now() WHERE id = $1", job, times);

    /// <summary>Records a step in a run's own transaction.</summary>
    public static async Task InsertStepAsync(NpgsqlTransaction transaction, Guid job, int step, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.Command("INSERT INTO steps (job_id, step) VALUES ($1, $2)", transaction)
            .With(job).With(step);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.Command(sql, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
