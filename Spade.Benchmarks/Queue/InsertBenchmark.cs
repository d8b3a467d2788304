using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>Enqueuing jobs, one by one and in bulk.</summary>
internal sealed class InsertBenchmark : IBenchmark
{
    private const string Sixteen = "insert, 16 connections";
    private const string Bulk = "bulk insert of 1000";
    private const string JobsPerSecond = "jobs_per_s";

    public string Name => "insert";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        Peer("bare SQL", "raw"),
        Peer("pg-boss", "pg-boss"),
        Peer("graphile-worker", "graphile-worker"),
        new(Subject.Ours, OursAsync),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("insert16-vs-pgboss", "2.5 x pg-boss", results => Against(results, Sixteen, "pg-boss", 2.5)),
        new("insert16-vs-bare", "0.7 x bare SQL", results => Against(results, Sixteen, "bare SQL", 0.7)),
        new("bulk-vs-graphile", "1.2 x graphile-worker", results => Against(results, Bulk, "graphile-worker", 1.2)),
    ];

    private static double? Against(Results results, string row, string peer, double goal) =>
        results.Median(row, Subject.Ours, JobsPerSecond) / (goal * results.Median(row, peer, JobsPerSecond));

    private static Subject Peer(string name, string argument) => new(name, (trial, cancellationToken) => trial.Programs.PeerAsync(
        "insert.mjs",
        new Dictionary<string, string?> { ["WINDOW_MS"] = $"{Window(trial)}", ["BULK_TOTAL"] = $"{BulkTotal(trial)}" },
        cancellationToken,
        argument));

    private static async Task<IReadOnlyList<Sample>> OursAsync(Trial trial, CancellationToken cancellationToken) =>
        await trial.Programs.OursAsync(
            await trial.FreshAsync("bench_insert", cancellationToken), cancellationToken,
            InsertSubject.Name, $"{Window(trial)}", $"{BulkTotal(trial)}");

    private static int Window(Trial trial) => trial.Quick ? 1500 : 4000;

    private static int BulkTotal(Trial trial) => trial.Quick ? 10_000 : 20_000;
}
