using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;
using Spade.Jobs.Configuration;

namespace Spade.Benchmarks.Queue;

/// <summary>Preloaded no-op jobs on many nodes that are all running and warm. Arguments: row, nodes, queues, jobs.</summary>
internal static class FlatSubject
{
    internal const string Name = "flat";

    /// <summary>More nodes in one process would wait for its thread pool.</summary>
    private const int NodesInOneProcess = 10;

    /// <summary>A worker's default: its slots plus four.</summary>
    private const int Connections = 14;

    /// <summary>Of PostgreSQL's 100 connections; the rest is for this process. Each node has a session of its own, and the nodes of a
    /// process share a pool.</summary>
    private const int AllConnections = 90;

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        var (row, nodes, queues, jobs) = (arguments[0], int.Parse(arguments[1]), int.Parse(arguments[2]), int.Parse(arguments[3]));
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        await using var database = QueueHost.Database();
        var workers = new List<WorkerProcess>();
        try
        {
            for (var left = nodes; left > 0; left -= NodesInOneProcess)
                workers.Add(await StartAsync(nodes, Math.Min(left, NodesInOneProcess), queues));
            using var host = await QueueHost.StartAsync(4, CancellationToken.None);
            var run = new FlatRun(host.Services.GetRequiredService<JobClient>(), database, workers, [.. QueueHost.Queues(queues)]);
            await run.MeasureAsync(jobs / 4);
            yield return new(row, await run.MeasureAsync(jobs));
            await host.StopAsync();
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private static Task<WorkerProcess> StartAsync(int allNodes, int nodes, int queues)
    {
        var pool = Math.Min(nodes * Connections, (AllConnections - allNodes) * nodes / allNodes);
        return WorkerProgram.StartAsync(WorkerProgram.Count, nodes, queues, SlotsOf(queues), pool);
    }

    /// <summary>The default for one queue; one slot each for many.</summary>
    private static int SlotsOf(int queues) => queues == 1 ? new JobHandlerOptions().Concurrency : 1;
}

/// <summary>Fills paused queues, resumes them and waits until all jobs are done.</summary>
internal sealed class FlatRun(JobClient client, NpgsqlDataSource database, IReadOnlyList<WorkerProcess> workers, string[] queues)
{
    private const int Batch = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int _before;

    internal async Task<Dictionary<string, double>> MeasureAsync(int jobs)
    {
        await PreloadAsync(jobs);
        var mark = await CpuMark.TakeAsync(database, CancellationToken.None);
        var own = OwnCpu;
        var began = Stopwatch.GetTimestamp();
        foreach (var queue in queues)
            await client.ResumeAsync(queue, CancellationToken.None);
        await FinishAsync(jobs, began);
        var figures = mark.Into(new() { ["jobs_per_s"] = jobs / Stopwatch.GetElapsedTime(began).TotalSeconds }, jobs);
        figures[Sample.OwnCpu] = (OwnCpu - own) * 1e6 / jobs;
        return figures;
    }

    private double OwnCpu => workers.Sum(worker => ProcessTimes.Of(worker.Id));

    private async Task PreloadAsync(int jobs)
    {
        foreach (var queue in queues)
            await client.PauseAsync(queue, CancellationToken.None);
        for (var done = 0; done < jobs; done += Math.Min(Batch, jobs / queues.Length))
        {
            var mails = Enumerable.Range(done, Math.Min(Batch, jobs / queues.Length)).Select(Mail.Number).ToList();
            await client.EnqueueManyAsync(queues[done / mails.Count % queues.Length], mails, null, CancellationToken.None);
        }
        await QueueHost.ExecuteAsync(database, "VACUUM ANALYZE", CancellationToken.None);
        await QueueHost.ExecuteAsync(database, "CHECKPOINT", CancellationToken.None);
        await Task.Delay(300);
    }

    private async Task FinishAsync(int jobs, long began)
    {
        while (workers.Sum(worker => worker.Of(WorkerProgram.Counted).LastOrDefault([0])[0]) < _before + jobs)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new BenchmarkException($"{jobs} jobs were not done within {Patience.TotalSeconds} s.");
            await Task.Delay(5);
        }
        while (await QueueHost.ScalarAsync<long>(database, "SELECT count(*) FROM jobs WHERE state <> 'completed'") > 0)
            await Task.Delay(2);
        _before += jobs;
    }
}
