using Spade.Tests.Infrastructure;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

/// <summary>Workers that are restarted continuously.</summary>
[Collection(BusyMachine.Name)]
public sealed class RollingWorkersTests
{
    [Fact]
    public Task Workers_restarted_again_and_again_recognise_every_page_once() =>
        new RollingWorkersScenario().RunAsync(Scale.Small, CancellationToken.None);
}
