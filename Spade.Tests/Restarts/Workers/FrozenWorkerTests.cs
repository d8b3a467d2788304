using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

/// <summary>A worker that loses its lease without ending.</summary>
public sealed class FrozenWorkerTests
{
    [Fact]
    public Task A_frozen_worker_is_replaced_and_writes_nothing_when_it_wakes() =>
        new FrozenWorkerScenario().RunAsync(Scale.Small, CancellationToken.None);
}
