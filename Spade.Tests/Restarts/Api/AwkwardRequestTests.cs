using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>Requests that would hold up a naive drain.</summary>
public sealed class AwkwardRequestTests
{
    [Fact]
    public Task Slow_silent_and_half_sent_requests_each_end_as_decided() =>
        new AwkwardRequestsScenario().RunAsync(Scale.Small, CancellationToken.None);
}
