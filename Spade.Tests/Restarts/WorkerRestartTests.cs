using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

/// <summary>The small version of the workers' scenarios.</summary>
public sealed class WorkerRestartTests
{
    [Fact]
    public Task An_idle_worker_exits_at_once() => RunAsync(new IdleWorkerScenario());

    [Fact]
    public Task Short_jobs_in_flight_complete_before_the_worker_exits() => RunAsync(new ShortJobsScenario());

    [Fact]
    public Task A_long_document_is_handed_over_at_the_next_page_and_no_page_is_recognised_twice() => RunAsync(new HandOverScenario());

    [Fact]
    public Task A_handler_that_ignores_its_tokens_is_not_waited_for_and_its_job_completes_elsewhere() => RunAsync(new DeafHandlerScenario());

    [Fact]
    public Task Workers_restarted_again_and_again_recognise_every_page_once() => RunAsync(new RollingWorkersScenario());

    [Fact]
    public Task A_job_that_kills_its_workers_is_stopped_and_restarts_are_never_held_against_one() => RunAsync(new PoisonScenario());

    [Fact]
    public Task Workers_killed_again_and_again_lose_no_document_and_double_none() => RunAsync(new KilledWorkersScenario());

    [Fact]
    public Task A_frozen_worker_is_replaced_writes_nothing_and_takes_its_entry_back() => RunAsync(new FrozenWorkerScenario());

    private static Task<Figures> RunAsync(IScenario scenario) => scenario.RunAsync(Scale.Small, CancellationToken.None);
}
