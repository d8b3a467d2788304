using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>What a job costs PostgreSQL when many workers share a queue, and when there are many queues.</summary>
internal sealed class FlatBenchmark : IBenchmark
{
    private const string One = "no-op jobs, 1 worker";
    private const string Fifty = "no-op jobs, 50 workers";

    public string Name => "flat";

    public bool InQuick => false;

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        Ours(One, nodes: 1, queues: 1),
        Ours("no-op jobs, 10 workers", nodes: 10, queues: 1),
        Ours(Fifty, nodes: 50, queues: 1),
        Ours("no-op jobs, 10 workers, 100 queues", nodes: 10, queues: 100),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("workers50-flat", "PostgreSQL CPU for a job within 25 % of 1 worker's",
            results => 1.25 * Cost(results, One) / Cost(results, Fifty)),
    ];

    private static double? Cost(Results results, string row) => results.Median(row, Subject.Ours, Sample.PostgresCpu);

    private static Subject Ours(string row, int nodes, int queues) => new(
        Subject.Ours,
        async (trial, cancellationToken) => await trial.Programs.OursAsync(
            await trial.FreshAsync("bench_flat", cancellationToken), cancellationToken,
            FlatSubject.Name, row, $"{nodes}", $"{queues}", trial.Quick ? "8000" : "20000"));
}
