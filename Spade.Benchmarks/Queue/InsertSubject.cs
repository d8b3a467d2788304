using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;

namespace Spade.Benchmarks.Queue;

/// <summary>Enqueues with <see cref="JobClient"/>, with synchronous commits: the counterpart of <c>peers/insert.mjs</c>. Arguments: window
/// in milliseconds, jobs in bulk.</summary>
internal static class InsertSubject
{
    internal const string Name = "insert";

    private const int PoolSize = 16;
    private const int BulkSize = 1000;

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        var window = TimeSpan.FromMilliseconds(int.Parse(arguments[0]));
        var bulk = int.Parse(arguments[1]);
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        using var host = await QueueHost.StartAsync(PoolSize, CancellationToken.None);
        var client = host.Services.GetRequiredService<JobClient>();
        for (var i = 0; i < 300; i++)
            await OneAsync(client, i);
        await Task.WhenAll(Enumerable.Range(0, PoolSize).Select(i => OneAsync(client, i)));
        yield return new("insert, 1 connection", await OneByOneAsync(client, 1, window));
        yield return new("insert, 16 connections", await OneByOneAsync(client, PoolSize, window));
        yield return new("bulk insert of 1000", await InBulkAsync(client, bulk));
        await host.StopAsync();
    }

    private static Task<Guid?> OneAsync(JobClient client, int n) =>
        client.EnqueueAsync(QueueHost.Queue, Mail.Number(n), null, CancellationToken.None);

    private static async Task<Dictionary<string, double>> OneByOneAsync(JobClient client, int parallel, TimeSpan window)
    {
        await using var database = QueueHost.Database();
        var mark = await CpuMark.TakeAsync(database, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(() => ClientAsync(client, began, window))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var all = times.SelectMany(each => each).ToArray();
        return mark.Into(new() { ["jobs_per_s"] = all.Length / seconds, ["p99_ms"] = all.Quantile(0.99) }, all.Length);
    }

    private static async Task<List<double>> ClientAsync(JobClient client, long began, TimeSpan window)
    {
        var times = new List<double>();
        for (var last = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began, last) < window;)
        {
            await OneAsync(client, times.Count);
            var now = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
            last = now;
        }
        return times;
    }

    private static async Task<Dictionary<string, double>> InBulkAsync(JobClient client, int total)
    {
        await using var database = QueueHost.Database();
        var mark = await CpuMark.TakeAsync(database, CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < total; done += BulkSize)
        {
            var mails = Enumerable.Range(done, BulkSize).Select(Mail.Number).ToList();
            await client.EnqueueManyAsync(QueueHost.Queue, mails, null, CancellationToken.None);
        }
        return mark.Into(new() { ["jobs_per_s"] = total / Stopwatch.GetElapsedTime(began).TotalSeconds }, total);
    }
}
