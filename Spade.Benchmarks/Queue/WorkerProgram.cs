using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Jobs;
using Spade.Jobs.Configuration;

namespace Spade.Benchmarks.Queue;

/// <summary>Worker nodes for benchmarks that need them in a process of their own; see <see cref="WorkerProcess"/>. Arguments: handler,
/// nodes, queues, concurrency of each queue, size of the pool that the nodes share.</summary>
internal static class WorkerProgram
{
    internal const string Name = "worker";

    /// <summary>Handlers.</summary>
    internal const string Time = "time", Hold = "hold", PickUp = "pick-up", Count = "count", TimeMany = "time-many";

    /// <summary>Reports: ready; started, with time and attempt; latency, in milliseconds; counted, with the jobs so far; window, with the
    /// jobs and their p99 latency since the last one.</summary>
    internal const string Ready = "ready", Started = "started", Latency = "latency", Counted = "counted", Window = "window";

    internal static Task<WorkerProcess> StartAsync(
        string handler,
        int nodes = 1,
        int queues = 1,
        int concurrency = 10,
        int connections = 14,
        IReadOnlyDictionary<string, string?>? environment = null) =>
        WorkerProcess.StartAsync(
            environment ?? new Dictionary<string, string?>(), Name, handler, $"{nodes}", $"{queues}", $"{concurrency}", $"{connections}");

    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        var (queues, concurrency, connections) = (int.Parse(arguments[2]), int.Parse(arguments[3]), int.Parse(arguments[4]));
        var reports = new WorkerReports();
        _ = Task.Run(() => ListenAsync(reports));
        using var first = await StartNodeAsync();
        var pool = first.Services.GetRequiredService<NpgsqlDataSource>();
        var others = await Task.WhenAll(Enumerable.Range(1, int.Parse(arguments[1]) - 1).Select(_ => StartNodeAsync(pool)));
        // By then sessions are open, types loaded and the first polls done.
        await Task.Delay(1000);
        WorkerReports.Print(Ready);
        if (arguments[0] is Count or TimeMany)
            _ = reports.CountAsync();
        await Task.WhenAll(others.Prepend(first).Select(host => host.WaitForShutdownAsync()));
        yield break;

        Task<IHost> StartNodeAsync(NpgsqlDataSource? shared = null) => QueueHost.StartAsync(
            connections,
            CancellationToken.None,
            jobs => AddHandlers(jobs, arguments[0], queues, concurrency),
            services =>
            {
                services.AddSingleton(reports);
                if (shared is not null)
                    services.AddSingleton(shared);
            });
    }

    private static void AddHandlers(JobsBuilder jobs, string handler, int queues, int concurrency)
    {
        foreach (var queue in QueueHost.Queues(queues))
            _ = handler switch
            {
                Time => jobs.AddHandler<Sent, TimeHandler>(queue, SetConcurrency),
                TimeMany => jobs.AddHandler<Sent, WindowHandler>(queue, SetConcurrency),
                Hold => jobs.AddHandler<Mail, HoldHandler>(queue, SetConcurrency),
                PickUp => jobs.AddHandler<Mail, PickUpHandler>(queue, SetConcurrency),
                Count => jobs.AddHandler<Mail, CountHandler>(queue, SetConcurrency),
                _ => throw new BenchmarkException($"No handler is called '{handler}'."),
            };

        void SetConcurrency(JobHandlerOptions options) => options.Concurrency = concurrency;
    }

    /// <summary>Reads words, and ends this process when its input ends, which it does when the process that started it is gone.</summary>
    private static async Task ListenAsync(WorkerReports reports)
    {
        while (await Console.In.ReadLineAsync() is { } word)
        {
            if (word == Window)
                reports.PrintWindow();
        }
        Environment.Exit(1);
    }
}

/// <summary>Payload with the time of the send, by <see cref="MonotonicClock"/>.</summary>
internal sealed record Sent(double At);

/// <summary>Collects and prints what a worker's handlers report.</summary>
internal sealed class WorkerReports
{
    private readonly Lock _lock = new();
    private List<double> _window = [];
    private int _count;

    internal static void Print(string word, params IEnumerable<double> numbers) =>
        Console.Out.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)).Prepend(word)));

    internal void Add() => Interlocked.Increment(ref _count);

    internal void Add(double latency)
    {
        lock (_lock)
        {
            _count++;
            _window.Add(latency);
        }
    }

    /// <summary>Prints the jobs since the last call.</summary>
    internal void PrintWindow()
    {
        List<double> window;
        lock (_lock)
            (window, _window) = (_window, []);
        Print(WorkerProgram.Window, window.Count, window.Count == 0 ? 0 : window.Quantile(0.99));
    }

    /// <summary>Prints the count every 20 ms, which is cheaper than a line for each job.</summary>
    internal async Task CountAsync()
    {
        for (var printed = 0; ; await Task.Delay(20))
        {
            var count = Volatile.Read(ref _count);
            if (count != printed)
                Print(WorkerProgram.Counted, printed = count);
        }
    }
}
