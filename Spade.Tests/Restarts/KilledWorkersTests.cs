using Spade.Tests.Infrastructure;
using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

/// <summary>Workers that get no chance to stop.</summary>
[Collection(BusyMachine.Name)]
public sealed class KilledWorkersTests
{
    [Fact]
    public Task Workers_killed_again_and_again_lose_no_document_and_double_none() => new KilledWorkersScenario().RunAsync(Scale.Small, CancellationToken.None);
}
