using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>A request that never ends.</summary>
public sealed class EndlessRequestTests
{
    [Fact]
    public Task An_endless_upload_is_aborted_and_named_and_the_exit_code_says_so() =>
        new EndlessUploadScenario().RunAsync(Scale.Small, CancellationToken.None);
}
