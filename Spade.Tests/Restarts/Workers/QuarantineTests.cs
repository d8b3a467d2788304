using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

/// <summary>Which job a crash is held against.</summary>
public sealed class QuarantineTests
{
    [Fact]
    public Task A_job_that_kills_its_workers_fails_and_restarts_are_never_held_against_a_job() =>
        new QuarantineScenario().RunAsync(Scale.Small, CancellationToken.None);
}
