using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;

namespace Spade.Benchmarks.Queue;

/// <summary>Preloaded no-op jobs, from the start of a worker until the database shows them as completed. The counterpart of
/// <c>peers/process.mjs</c>. Arguments: row, concurrency, jobs, other finished jobs, other waiting jobs.</summary>
internal static class NoOpSubject
{
    internal const string Name = "noop";

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        var (row, concurrency, jobs) = (arguments[0], int.Parse(arguments[1]), int.Parse(arguments[2]));
        var (finished, waiting) = (int.Parse(arguments[3]), int.Parse(arguments[4]));
        await using var database = QueueHost.Database();
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        await FillAsync(database, finished, "completed");
        await PreloadAsync(jobs);
        await FillAsync(database, waiting, "created");
        await QueueHost.ExecuteAsync(database, "VACUUM ANALYZE", CancellationToken.None);
        await QueueHost.ExecuteAsync(database, "CHECKPOINT", CancellationToken.None);
        yield return new(row, await MeasureAsync(database, concurrency, jobs));
    }

    private static async Task PreloadAsync(int jobs)
    {
        using var host = await QueueHost.StartAsync(4, CancellationToken.None);
        var client = host.Services.GetRequiredService<JobClient>();
        for (var done = 0; done < jobs; done += 1000)
        {
            var mails = Enumerable.Range(done, 1000).Select(Mail.Number).ToList();
            await client.EnqueueManyAsync(QueueHost.Queue, mails, null, CancellationToken.None);
        }
        await host.StopAsync();
    }

    /// <summary>Adds jobs that are not measured: finished before, or waiting behind the others.</summary>
    private static Task FillAsync(NpgsqlDataSource database, int count, string state) => count == 0
        ? Task.CompletedTask
        : QueueHost.ExecuteAsync(
            database,
            $$"""
            INSERT INTO jobs (
                id, queue, state, payload,
                retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, claimed_at, finished_at)
            SELECT gen_random_uuid(), '{{QueueHost.Queue}}', '{{state}}',
                   '{{JsonSerializer.Serialize(Mail.Number(1), JsonSerializerOptions.Web)}}',
                   2, 1000, 300000, true, {{(state == "completed" ? "now(), now()" : "NULL, NULL")}}
            FROM generate_series(1, {{count}})
            """,
            CancellationToken.None);

    private static async Task<Dictionary<string, double>> MeasureAsync(NpgsqlDataSource database, int concurrency, int jobs)
    {
        var count = new JobCount(jobs);
        var since = await NowAsync(database);
        var mark = await CpuMark.TakeAsync(database, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        using var host = await QueueHost.StartAsync(
            Math.Min(concurrency + 4, 20),
            CancellationToken.None,
            queues => queues.AddHandler<Mail, NoOpHandler>(QueueHost.Queue, options => options.Concurrency = concurrency),
            services => services.AddSingleton(count));
        await count.Reached;
        while (await CompletedAsync(database, since) < jobs)
            await Task.Delay(2);
        var figures = mark.Into(new() { ["jobs_per_s"] = jobs / Stopwatch.GetElapsedTime(began).TotalSeconds }, jobs);
        await host.StopAsync();
        return figures;
    }

    private static async Task<DateTime> NowAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<long> CompletedAsync(NpgsqlDataSource database, DateTime since)
    {
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM jobs WHERE state IN ('completed', 'failed', 'cancelled') AND finished_at >= $1");
        command.Parameters.Add(new() { Value = since });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>Counts runs.</summary>
internal sealed class JobCount(int wanted)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    internal Task Reached => _reached.Task;

    internal void Add()
    {
        if (Interlocked.Increment(ref _count) == wanted)
            _reached.SetResult();
    }
}

/// <summary>Does nothing.</summary>
internal sealed class NoOpHandler(JobCount count) : IJobHandler<Mail>
{
    private static readonly Task<JobOutcome> Done = Task.FromResult<JobOutcome>(new JobOutcome.Completed());

    public Task<JobOutcome> RunAsync(JobContext<Mail> job, CancellationToken cancellationToken)
    {
        count.Add();
        return Done;
    }
}
