using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

public sealed class SteadyLoadTests
{
    [Fact]
    public Task Period_after_period_of_jobs_is_worked_off_and_pruned_and_takes_no_more_space_than_the_one_before() =>
        new SteadyLoadScenario().RunAsync(Scale.Small, CancellationToken.None);
}
