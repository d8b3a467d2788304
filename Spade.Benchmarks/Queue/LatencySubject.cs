using Microsoft.Extensions.DependencyInjection;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;

namespace Spade.Benchmarks.Queue;

/// <summary>Time from just before a send in this process to the handler's first line in another; then for 40 jobs at once on ten slots.
/// The counterpart of <c>peers/latency.mjs</c>. Arguments: sends.</summary>
internal static class LatencySubject
{
    internal const string Name = "latency";
    internal const string IdleRow = "send to start, idle", Median = "p50_ms", Worst = "p99_ms";
    internal const string BurstRow = "40 jobs at once on 10 slots", Last = "last_started_ms";

    private const int WarmUp = 50;
    private const int Burst = 40;
    private const int EveryMs = 20;

    /// <summary>The API's default.</summary>
    private const int Connections = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        await using var worker = await WorkerProgram.StartAsync(WorkerProgram.Time);
        using var host = await QueueHost.StartAsync(Connections, CancellationToken.None);
        var client = host.Services.GetRequiredService<JobClient>();
        await SendAsync(client, worker, WarmUp);
        await Task.Delay(Pause);
        var idle = await SendAsync(client, worker, int.Parse(arguments[0]));
        yield return new(IdleRow, new() { [Median] = idle.Quantile(0.5), [Worst] = idle.Quantile(0.99) });
        await Task.Delay(Pause);
        yield return new(BurstRow, new() { [Last] = (await BurstAsync(client, worker)).Max() });
        await host.StopAsync();
    }

    private static async Task<double[]> SendAsync(JobClient client, WorkerProcess worker, int sends)
    {
        worker.Forget();
        var began = MonotonicClock.Now;
        var pending = new List<Task>(sends);
        for (var i = 0; i < sends; i++)
        {
            await MonotonicClock.UntilAsync(began + i * EveryMs);
            pending.Add(client.EnqueueAsync(QueueHost.Queue, new Sent(MonotonicClock.Now), null, CancellationToken.None));
        }
        await Task.WhenAll(pending);
        return await LatenciesAsync(worker, sends);
    }

    private static async Task<double[]> BurstAsync(JobClient client, WorkerProcess worker)
    {
        worker.Forget();
        var jobs = Enumerable.Repeat(new Sent(MonotonicClock.Now), Burst).ToList();
        await client.EnqueueManyAsync(QueueHost.Queue, jobs, null, CancellationToken.None);
        return await LatenciesAsync(worker, Burst);
    }

    private static async Task<double[]> LatenciesAsync(WorkerProcess worker, int count) =>
        [.. (await worker.UntilAsync(WorkerProgram.Latency, count, Patience)).Select(numbers => numbers[0])];
}
