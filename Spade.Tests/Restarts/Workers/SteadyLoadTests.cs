using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

public sealed class SteadyLoadTests
{
    [Fact]
    public Task Each_period_of_jobs_is_completed_and_pruned_and_takes_no_more_space_than_the_one_before() =>
        new SteadyLoadScenario().RunAsync(Scale.Small, CancellationToken.None);
}
