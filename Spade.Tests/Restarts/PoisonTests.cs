using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

/// <summary>Whose fault a crash is.</summary>
public sealed class PoisonTests
{
    [Fact]
    public Task A_job_that_kills_its_workers_is_stopped_and_restarts_are_never_held_against_one() => new PoisonScenario().RunAsync(Scale.Small, CancellationToken.None);
}
