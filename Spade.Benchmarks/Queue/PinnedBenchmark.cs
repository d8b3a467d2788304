using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>Throughput while another session holds a snapshot open. VACUUM cannot remove dead rows then, which slows down many queues in
/// PostgreSQL.</summary>
internal sealed class PinnedBenchmark : IBenchmark
{
    private const double Tolerance = 0.3;
    private const int Seconds = 300;

    public string Name => "pinned";

    public int Repetitions => 1;

    public bool InQuick => false;

    public IReadOnlyList<Subject> Subjects { get; } = [new(Subject.Ours, OursAsync)];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("xmin-pinned", "rate and p99 at the end within 30 % of the beginning", results => Ratio.Least(
            Kept(results, PinnedSubject.RateAtEnd, PinnedSubject.RateAtBeginning) / (1 - Tolerance),
            (1 + Tolerance) / Kept(results, PinnedSubject.WorstAtEnd, PinnedSubject.WorstAtBeginning))),
    ];

    private static double? Kept(Results results, string end, string beginning) =>
        results.Median(PinnedSubject.Row, Subject.Ours, end) / results.Median(PinnedSubject.Row, Subject.Ours, beginning);

    private static async Task<IReadOnlyList<Sample>> OursAsync(Trial trial, CancellationToken cancellationToken) =>
        await trial.Programs.OursAsync(
            await trial.FreshAsync("bench_pinned", cancellationToken), cancellationToken, PinnedSubject.Name, $"{Seconds}");
}
