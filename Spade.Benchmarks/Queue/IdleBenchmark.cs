using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>What a worker costs that has nothing to do.</summary>
internal sealed class IdleBenchmark : IBenchmark
{
    public string Name => "idle";

    public int Repetitions => 1;

    /// <summary>The runtime compiles what is called once a second for the last time after a minute.</summary>
    public bool InQuick => false;

    public IReadOnlyList<Subject> Subjects { get; } = [new(Subject.Ours, OursAsync)];

    public IReadOnlyList<Ratio> Ratios { get; } = [];

    private static async Task<IReadOnlyList<Sample>> OursAsync(Trial trial, CancellationToken cancellationToken) => await trial.Programs.OursAsync(
        await trial.FreshAsync("bench_idle", cancellationToken), cancellationToken, IdleSubject.Name, "90", "30");
}
