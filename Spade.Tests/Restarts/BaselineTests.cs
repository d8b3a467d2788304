using Spade.Tests.Restarts.Rig;

namespace Spade.Tests.Restarts;

public sealed class BaselineTests
{
    [Fact]
    public Task Without_a_restart_two_replicas_fail_no_request() => new BaselineScenario().RunAsync(Scale.Small, CancellationToken.None);
}
