using Spade.Tests.Infrastructure;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Rollouts;

/// <summary>The small version; <c>./spade soak</c> runs the full one.</summary>
[Collection(BusyMachine.Name)]
public sealed class AppHostRolloutTests
{
    [Fact]
    public Task Rolling_restarts_by_the_AppHost_under_load_fail_no_request_and_repeat_no_page() =>
        new AppHostRolloutScenario().RunAsync(Scale.Small, CancellationToken.None);
}
