using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>How soon jobs run on another worker when theirs is killed, or is stopped before they end. There are no peers: their defaults
/// are 15 minutes and 4 hours.</summary>
internal sealed class KillBenchmark : IBenchmark
{
    private const double KillLimitSeconds = 3;
    private const double ReleaseLimitMs = 500;

    public string Name => "kill";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        Ours(KillSubject.KillName),
        Ours(KillSubject.StopName),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("sigkill", "the last job runs elsewhere in 3 s",
            results => KillLimitSeconds / results.Median(KillSubject.KillRow, Subject.Ours, KillSubject.LastSeconds)),
        new("handover", "the last job runs elsewhere in 0.5 s, with no attempt used",
            results => ReleaseLimitMs / results.Median(KillSubject.StopRow, Subject.Ours, KillSubject.LastMs)),
    ];

    private static Subject Ours(string program) => new(
        Subject.Ours,
        async (trial, cancellationToken) => await trial.Programs.OursAsync(
            await trial.FreshAsync("bench_kill", cancellationToken), cancellationToken, program));
}
