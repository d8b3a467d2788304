using Spade.Tests.Infrastructure;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>The small version; <c>./spade soak</c> runs the full one. Each long test has its own class: classes run in parallel.</summary>
[Collection(BusyMachine.Name)]
public sealed class ReadinessTests
{
    [Fact]
    public Task Readiness_flips_with_the_signal_while_everything_else_is_served() =>
        new FlipScenario().RunAsync(Scale.Small, CancellationToken.None);
}
