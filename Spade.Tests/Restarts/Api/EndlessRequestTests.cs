using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>A request that no drain can wait for.</summary>
public sealed class EndlessRequestTests
{
    [Fact]
    public Task An_endless_upload_is_aborted_named_and_told_by_the_exit_code() => new EndlessUploadScenario().RunAsync(Scale.Small, CancellationToken.None);
}
