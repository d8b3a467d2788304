using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Spade.Jobs;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class ManyQueuesTests
{
    private const int Queues = 100;

    [Fact]
    public async Task A_hundred_queues_at_rest_ask_in_one_statement_and_each_still_gets_its_jobs()
    {
        await using var database = await JobsDatabase.CreateAsync();
        using var host = Build(database);
        await host.StartAsync();
        var client = host.Services.GetRequiredService<JobClient>();
        await Eventually.HoldsAsync(
            "the queues are registered", () => database.ScalarAsync<bool>($"SELECT count(*) = {Queues} FROM queues"));

        var before = await TransactionsAsync(database);
        await Eventually.HoldsAsync("ten seconds have passed",
            async () => (await TransactionsAsync(database)).At > before.At + TimeSpan.FromSeconds(10), every: TimeSpan.FromSeconds(1));
        var after = await TransactionsAsync(database);

        // A reading a second, a poll every two, a heartbeat and a sweep every five, and this test's own queries.
        Assert.InRange((after.Count - before.Count) / (after.At - before.At).TotalSeconds, 0, 20);
        Assert.InRange(await database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"), 1, 6);

        for (var queue = 0; queue < Queues; queue++)
            await client.EnqueueAsync($"queue-{queue}", new Work(""), null, CancellationToken.None);
        await Eventually.HoldsAsync(
            "every queue has run its job", async () => await database.CountAsync("completed") == Queues);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_poll_finds_a_job_without_a_notification_in_any_queue()
    {
        await using var database = await JobsDatabase.CreateAsync();
        using var host = Build(database);
        await host.StartAsync();
        await Eventually.HoldsAsync(
            "the queues are registered", () => database.ScalarAsync<bool>($"SELECT count(*) = {Queues} FROM queues"));

        await database.ExecuteAsync(
            """
            INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, start_after)
            VALUES (gen_random_uuid(), 'queue-77', '{"name":""}', 0, 0, 0, false, now() - interval '1 hour')
            """);

        await Eventually.HoldsAsync("it has run", () => database.ScalarAsync<bool>("SELECT state = 'completed' FROM jobs"));
        await host.StopAsync();
    }

    private static IHost Build(JobsDatabase database)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:spadedb", database.ConnectionString)]);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database.ConnectionString));
        builder.Services.AddSingleton<Func<JobContext<Work>, CancellationToken, Task<JobOutcome>>>(
            (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
        var jobs = builder.Services.AddJobs();
        for (var queue = 0; queue < Queues; queue++)
            jobs.AddHandler<Work, WorkHandler>($"queue-{queue}");
        var host = builder.Build();
        host.Services.GetRequiredService<SchemaGate>().Open();
        return host;
    }

    /// <summary>PostgreSQL 15 reports a session's transactions only after it has been idle for a while. Over ten seconds that delay does
    /// not matter.</summary>
    private static async Task<(long Count, DateTime At)> TransactionsAsync(JobsDatabase database) => (
        await database.ScalarAsync<long>("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"),
        await database.ScalarAsync<DateTime>("SELECT clock_timestamp()"));
}
