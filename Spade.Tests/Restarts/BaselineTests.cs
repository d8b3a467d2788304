using Spade.Tests.Infrastructure;
using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

[Collection(BusyMachine.Name)]
public sealed class BaselineTests
{
    [Fact]
    public Task Without_a_restart_two_replicas_fail_no_request() => new BaselineScenario().RunAsync(Scale.Small, CancellationToken.None);
}
