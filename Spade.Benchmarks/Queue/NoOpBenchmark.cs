using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>Throughput of jobs that do nothing, which is what the queue itself costs.</summary>
internal sealed class NoOpBenchmark : IBenchmark
{
    private const string Defaults = "no-op jobs, defaults, concurrency 10";
    private const string Tuned = "no-op jobs, tuned";
    private const string MillionFinished = "no-op jobs, defaults, 1,000,000 finished jobs kept";
    private const string MillionWaiting = "no-op jobs, defaults, 1,000,000 jobs waiting";
    private const string JobsPerSecond = "jobs_per_s";
    private const int Million = 1_000_000;

    public string Name => "no-op";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        Peer("pg-boss", "pg-boss default") with { InQuick = false },
        Peer("pg-boss, fastest poll", "pg-boss fastest poll") with { InQuick = false },
        Peer("graphile-worker", "graphile default"),
        Ours(Defaults, concurrency: 10),
        Peer("pg-boss", "pg-boss tuned"),
        Peer("graphile-worker", "graphile tuned"),
        Ours(Tuned, concurrency: 500),
        Ours(MillionFinished, concurrency: 10, finished: Million) with { InQuick = false },
        Ours(MillionWaiting, concurrency: 10, waiting: Million) with { InQuick = false },
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("noop-default-vs-graphile", "1.5 x graphile-worker, defaults", results => Against(results, Defaults, 1.5)),
        new("noop-tuned-vs-graphile", "1.2 x graphile-worker, tuned", results => Against(results, Tuned, 1.2)),
        new("noop-million-finished", "within 10 % of an empty table", results => Kept(results, MillionFinished)),
        new("noop-million-waiting", "within 10 % of an empty table", results => Kept(results, MillionWaiting)),
    ];

    private static double? Against(Results results, string row, double goal) =>
        results.Median(row, Subject.Ours, JobsPerSecond) / (goal * results.Median(row, "graphile-worker", JobsPerSecond));

    private static double? Kept(Results results, string row) =>
        results.Median(row, Subject.Ours, JobsPerSecond) / (0.9 * results.Median(Defaults, Subject.Ours, JobsPerSecond));

    private static Subject Peer(string name, string mode) => new(name, (trial, cancellationToken) => trial.Programs.PeerAsync(
        "process.mjs",
        new Dictionary<string, string?> { ["JOBS"] = $"{Jobs(trial)}", ["WINDOW_MS"] = trial.Quick ? "4000" : "20000" },
        cancellationToken,
        mode));

    private static Subject Ours(string row, int concurrency, int finished = 0, int waiting = 0) => new(
        Subject.Ours,
        async (trial, cancellationToken) => await trial.Programs.OursAsync(
            [.. await trial.FreshAsync("bench_noop", cancellationToken), .. OwnProgram.WorkerRuntime], cancellationToken,
            NoOpSubject.Name, row, $"{concurrency}", $"{Jobs(trial)}", $"{finished}", $"{waiting}"));

    private static int Jobs(Trial trial) => trial.Quick ? 10_000 : 20_000;
}
