using BenchmarkDotNet.Attributes;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;

namespace Spade.Benchmarks.InProcess;

/// <summary>Choosing a claim's window and learning from its result, under the lock that all claims of a queue share.</summary>
public class ClaimWindowBenchmarks
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly ClaimWindow _window = new(TimeProvider.System);
    private readonly List<ClaimedJob> _claimed = [.. Enumerable.Range(0, 10).Select(_ => Job())];

    /// <returns>Whether the claim had a window. Most have one.</returns>
    [Benchmark]
    public bool NextAndLearn()
    {
        var bounds = _window.Next();
        _window.Learn(bounds, _claimed, isFull: false, TimeProvider.System.GetTimestamp());
        return bounds is not null;
    }

    private static ClaimedJob Job() => new(
        Guid.NewGuid(), "bench", Fence: 1, Node: Guid.Empty, "{}", Attempt: 0, Interruptions: 0, Crashes: 0,
        new RetryPolicy(0, TimeSpan.Zero, TimeSpan.Zero, false), Timeout: null, TraceParent: null, TraceState: null, Wait: TimeSpan.Zero,
        Priority: 0, StartAfter: Noon, ClaimedAt: Noon);
}
