using Spade.Benchmarks.Api;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Ocr;
using Spade.Benchmarks.Queue;
using Spade.Benchmarks.Rest;
using Spade.Benchmarks.Restarts;

namespace Spade.Benchmarks;

/// <summary>All benchmarks, in the order of the table.</summary>
internal static class AllBenchmarks
{
    internal static IReadOnlyList<IBenchmark> InOrder { get; } =
    [
        new InsertBenchmark(),
        new NoOpBenchmark(),
        new LatencyBenchmark(),
        new KillBenchmark(),
        new FlatBenchmark(),
        new PinnedBenchmark(),
        new OcrBenchmark(),
        new TurnedOcrBenchmark(),
        new LoadBenchmark(),
        new StartBenchmark(),
        new RestBenchmark(),
        new RestartsBenchmark(),
    ];
}
