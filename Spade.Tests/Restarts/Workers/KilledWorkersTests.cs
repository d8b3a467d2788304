using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

/// <summary>Workers that cannot stop in order.</summary>
public sealed class KilledWorkersTests
{
    [Fact]
    public Task Workers_killed_again_and_again_lose_no_document_and_duplicate_none() =>
        new KilledWorkersScenario().RunAsync(Scale.Small, CancellationToken.None);

    [Fact]
    public Task A_frozen_worker_is_replaced_and_writes_nothing_when_it_wakes() =>
        new FrozenWorkerScenario().RunAsync(Scale.Small, CancellationToken.None);
}
