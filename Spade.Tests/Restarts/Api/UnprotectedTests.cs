using Spade.Tests.Infrastructure;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>Without part of the protection a restart fails requests. If it did not, the tests that succeed would prove little.</summary>
[Collection(BusyMachine.Name)]
public sealed class UnprotectedTests
{
    [Fact]
    public Task Without_a_lame_duck_a_restart_fails_requests() => new NoLameDuckScenario().RunAsync(Scale.Small, CancellationToken.None);

    [Fact]
    public Task Without_closing_connections_a_restart_fails_requests() =>
        new NoConnectionCloseScenario().RunAsync(Scale.Small, CancellationToken.None);
}
