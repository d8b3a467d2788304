using System.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;

namespace Spade.Benchmarks.Queue;

/// <summary>Jobs at half of the maximum rate of enqueuing and running together, while a snapshot is open. Arguments: seconds.</summary>
internal static class PinnedSubject
{
    internal const string Name = "pinned", Row = "snapshot held open";
    internal const string RateAtBeginning = "first_jobs_per_s", RateAtEnd = "last_jobs_per_s";
    internal const string WorstAtBeginning = "first_p99_ms", WorstAtEnd = "last_p99_ms";

    private const int BatchEveryMs = 20;
    private const int MostWaiting = 1000;

    private static readonly TimeSpan MaximumFor = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        await using var worker = await WorkerProgram.StartAsync(WorkerProgram.TimeMany);
        using var host = await QueueHost.StartAsync(4, CancellationToken.None);
        var load = new PinnedLoad(host.Services.GetRequiredService<JobClient>(), worker);
        await load.MaximumAsync(MostWaiting, TimeSpan.FromSeconds(2));
        var maximum = await load.MaximumAsync(MostWaiting, MaximumFor);
        await Task.Delay(1000);
        await using var database = QueueHost.Database();
        await using var reader = await HoldSnapshotAsync(database);
        using var end = new CancellationTokenSource();
        var sending = load.SendAsync((int)Math.Round(maximum / 2 * BatchEveryMs / 1000), BatchEveryMs, end.Token);
        var first = await WindowAsync(worker);
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(arguments[0])) - 2 * Window);
        var last = await WindowAsync(worker);
        await end.CancelAsync();
        await sending;
        await host.StopAsync();
        yield return new(Row, new()
        {
            [RateAtBeginning] = first.Rate, [RateAtEnd] = last.Rate, [WorstAtBeginning] = first.Worst, [WorstAtEnd] = last.Worst,
            ["maximum_jobs_per_s"] = maximum,
        });
    }

    /// <summary>Opens a snapshot and holds it until the connection is disposed.</summary>
    private static async Task<NpgsqlConnection> HoldSnapshotAsync(NpgsqlDataSource database)
    {
        var connection = await database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM jobs", connection, transaction);
        await command.ExecuteScalarAsync();
        return connection;
    }

    private static async Task<(double Rate, double Worst)> WindowAsync(WorkerProcess worker)
    {
        await NextAsync(worker);
        var began = MonotonicClock.Now;
        await Task.Delay(Window);
        var window = await NextAsync(worker);
        return (window[0] / (MonotonicClock.Now - began) * 1000, window[1]);
    }

    private static async Task<double[]> NextAsync(WorkerProcess worker)
    {
        worker.Forget();
        await worker.SendAsync(WorkerProgram.Window);
        return (await worker.UntilAsync(WorkerProgram.Window, 1, Patience))[0];
    }
}

/// <summary>Sends jobs to a worker that measures their latency.</summary>
internal sealed class PinnedLoad(JobClient client, WorkerProcess worker)
{
    private const int Batch = 100;

    /// <summary>Measures the maximum rate.</summary>
    /// <returns>Jobs a second while about <paramref name="waiting"/> jobs always wait.</returns>
    internal async Task<double> MaximumAsync(int waiting, TimeSpan window)
    {
        var (before, began, sent) = (Done, MonotonicClock.Now, 0);
        for (var end = began + window.TotalMilliseconds; MonotonicClock.Now < end;)
        {
            if (sent - (Done - before) >= waiting)
            {
                await Task.Delay(2);
                continue;
            }
            await SendAsync(Batch);
            sent += Batch;
        }
        var rate = (Done - before) / (MonotonicClock.Now - began) * 1000;
        while (Done - before < sent)
            await Task.Delay(10);
        return rate;
    }

    /// <summary>Sends a batch in each interval until cancelled. After a delay it catches up.</summary>
    internal async Task SendAsync(int batch, int everyMs, CancellationToken cancellationToken)
    {
        var began = MonotonicClock.Now;
        for (var i = 1; !cancellationToken.IsCancellationRequested; i++)
        {
            await SendAsync(batch);
            await MonotonicClock.UntilAsync(began + (double)i * everyMs);
        }
    }

    private double Done => worker.Of(WorkerProgram.Counted).LastOrDefault([0])[0];

    private async Task SendAsync(int batch) => await client.EnqueueManyAsync(
        QueueHost.Queue, Enumerable.Repeat(new Sent(MonotonicClock.Now), batch).ToList(), null, CancellationToken.None);
}
