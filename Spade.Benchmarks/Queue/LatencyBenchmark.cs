using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>Time from sending a job to its start on an idle worker.</summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private const string Graphile = "graphile-worker";
    private const double BurstLimitMs = 100;

    public string Name => "latency";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        Peer("pg-boss", "pg-boss"),
        Peer(Graphile, "graphile"),
        new(Subject.Ours, OursAsync),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("latency-p50", "0.8 x graphile-worker's p50", results => Against(results, LatencySubject.Median)),
        new("latency-p99", "0.8 x graphile-worker's p99", results => Against(results, LatencySubject.Worst)),
        new("burst40", "the last of 40 jobs started in 0.1 s",
            results => BurstLimitMs / results.Median(LatencySubject.BurstRow, Subject.Ours, LatencySubject.Last)),
    ];

    private static double? Against(Results results, string figure) =>
        0.8 * results.Median(LatencySubject.IdleRow, Graphile, figure) / results.Median(LatencySubject.IdleRow, Subject.Ours, figure);

    private static Subject Peer(string name, string argument) => new(name, (trial, cancellationToken) => trial.Programs.PeerAsync(
        "latency.mjs", new Dictionary<string, string?> { ["SENDS"] = $"{Sends(trial)}" }, cancellationToken, argument));

    private static async Task<IReadOnlyList<Sample>> OursAsync(Trial trial, CancellationToken cancellationToken) =>
        await trial.Programs.OursAsync(
            await trial.FreshAsync("bench_latency", cancellationToken), cancellationToken, LatencySubject.Name, $"{Sends(trial)}");

    private static int Sends(Trial trial) => trial.Quick ? 150 : 500;
}
