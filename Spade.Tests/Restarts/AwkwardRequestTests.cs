using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

/// <summary>Requests that would pin a naive drain.</summary>
public sealed class AwkwardRequestTests
{
    [Fact]
    public Task Slow_silent_and_half_sent_requests_each_have_their_ending() => new AwkwardRequestsScenario().RunAsync(Scale.Small, CancellationToken.None);
}
