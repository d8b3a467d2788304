using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Queue;
using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Rest;

/// <summary>What idle services cost: a worker compared with the peers' workers, then more services of ours, then a worker with a hundred
/// queues.</summary>
internal sealed class RestBenchmark : IBenchmark
{
    private const string Memory = "rss_mib";
    private const string Worker = "worker at rest";
    private const string Four = "4 processes at rest, each";
    private const string Twenty = "20 processes at rest, each";
    private const string ManyQueues = "100 queues on a worker at rest";
    private const string QueuesDatabase = "bench_rest_queues";
    private const int QueueCount = 100;

    /// <summary>Window of a full run, in seconds.</summary>
    private const int Seconds = 20;

    /// <summary>PostgreSQL has 100 connections. The rest is for the node's session and for counting sessions.</summary>
    private const int QueuesPool = 90;

    /// <summary>PostgreSQL's CPU for each process of ours, in percent of a core.</summary>
    private const double PercentLimit = 0.5;

    /// <summary>Transactions a second and sessions of the worker with a hundred queues.</summary>
    private const double TransactionLimit = 5, SessionLimit = 5;

    private static readonly string[] Peers = ["pg-boss", "graphile-worker"];

    public string Name => "rest";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        Peer(Peers[0], "pg-boss"),
        Peer(Peers[1], "graphile"),
        Services(Worker, 1, quickSeconds: 16),
        Services(Four, 4, quickSeconds: 8),
        Services(Twenty, 20, quickSeconds: 8),
        new(Subject.Ours, ManyQueuesAsync),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("memory-worker", "1.3 x the leaner peer at most", results =>
            1.3 * Peers.Select(peer => results.Median(Worker, peer, Memory)).Min() / results.Median(Worker, Subject.Ours, Memory)),
        PostgresAtRest("rest1-postgres", Worker),
        PostgresAtRest("rest4-postgres", Four),
        PostgresAtRest("rest20-postgres", Twenty),
        new("rest-queues100", "under 5 transactions a second and 5 sessions at most", results => Ratio.Least(
            Below(TransactionLimit, results.Median(ManyQueues, Subject.Ours, RestMark.Transactions)),
            Below(SessionLimit, results.Median(ManyQueues, Subject.Ours, RestMark.Sessions)))),
    ];

    private static Subject Peer(string name, string argument) => new(name, (trial, cancellationToken) => trial.Programs.PeerAsync(
        "memory.mjs", new Dictionary<string, string?> { ["REST_MS"] = trial.Quick ? "5000" : "20000" }, cancellationToken, argument));

    private static Subject Services(string row, int count, int quickSeconds) => new(Subject.Ours, (trial, cancellationToken) =>
        ServicesAsync(trial, row, count, TimeSpan.FromSeconds(trial.Quick ? quickSeconds : Seconds), cancellationToken));

    private static Ratio PostgresAtRest(string name, string row) => new(
        name, "PostgreSQL's CPU under 0.5 % of a core for a process", results =>
            Below(PercentLimit, results.Median(row, Subject.Ours, RestMark.PostgresPercent)));

    /// <summary>Limit divided by figure. A figure may be 0, so it counts as at least a hundredth of the limit.</summary>
    private static double? Below(double limit, double? figure) => figure is { } value ? limit / Math.Max(value, limit / 100) : null;

    private static async Task<IReadOnlyList<Sample>> ServicesAsync(
        Trial trial, string row, int count, TimeSpan window, CancellationToken cancellationToken)
    {
        var programs = await WebProgram.ManyAsync(trial, count, cancellationToken);
        // Not measured: the first start creates the schema.
        await (await RunningProgram.StartAsync(trial.Programs.Shell, programs[0], cancellationToken)).DisposeAsync();
        var running = new List<RunningProgram>();
        try
        {
            // One after the other: twenty at once would exceed the time that each has to become ready.
            foreach (var program in programs)
                running.Add(await RunningProgram.StartAsync(trial.Programs.Shell, program, cancellationToken));
            var processes = running.Select(program => program.ProcessId);
            return await MeasureAsync(trial, row, programs[0].Database, processes, window, cancellationToken);
        }
        finally
        {
            await Task.WhenAll(running.Select(program => program.DisposeAsync().AsTask()));
        }
    }

    private static async Task<IReadOnlyList<Sample>> ManyQueuesAsync(Trial trial, CancellationToken cancellationToken)
    {
        var environment = await trial.FreshAsync(QueuesDatabase, cancellationToken);
        await trial.Cluster.ExecuteAsync(QueuesDatabase, QueueHost.Schema, cancellationToken);
        await using var worker = await WorkerProgram.StartAsync(
            WorkerProgram.PickUp, queues: QueueCount, concurrency: 1, connections: QueuesPool, environment: environment);
        var window = TimeSpan.FromSeconds(trial.Quick ? 8 : Seconds);
        return await MeasureAsync(trial, ManyQueues, QueuesDatabase, [worker.Id], window, cancellationToken);
    }

    /// <summary>The window has to be long: at 0.5 % of a core, /proc counts one tick in two seconds.</summary>
    private static async Task<IReadOnlyList<Sample>> MeasureAsync(
        Trial trial, string row, string database, IEnumerable<int> processes, TimeSpan window, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(trial.Quick ? 4 : 10), cancellationToken);
        var rest = await RestMark.TakeAsync(trial.Cluster, database, processes, cancellationToken);
        await Task.Delay(window, cancellationToken);
        return await rest.OfEachAsync(row, cancellationToken);
    }
}
