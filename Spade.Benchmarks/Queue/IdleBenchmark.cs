using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>What a worker costs that has nothing to do.</summary>
internal sealed class IdleBenchmark : IBenchmark
{
    public string Name => "idle";

    public int Repetitions => 1;

    public IReadOnlyList<Subject> Subjects { get; } = [new(Subject.Ours, OursAsync)];

    public IReadOnlyList<Ratio> Ratios { get; } = [];

    private static async Task<IReadOnlyList<Sample>> OursAsync(Trial trial, CancellationToken cancellationToken) => await trial.Programs.OursAsync(
        await trial.FreshAsync("bench_idle", cancellationToken), cancellationToken, IdleSubject.Name, trial.Quick ? "10" : "30");
}
