using Spade.Tests.Infrastructure;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

[Collection(BusyMachine.Name)]
public sealed class BaselineTests
{
    [Fact]
    public Task Without_a_restart_two_replicas_fail_no_request() => new BaselineScenario().RunAsync(Scale.Small, CancellationToken.None);
}
