using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

/// <summary>What becomes of a stopping worker's work in flight.</summary>
public sealed class WorkerDrainTests
{
    [Fact]
    public Task An_idle_worker_exits_at_once() => new IdleWorkerScenario().RunAsync(Scale.Small, CancellationToken.None);

    [Fact]
    public Task Short_jobs_in_flight_complete_before_the_worker_exits() =>
        new ShortJobsScenario().RunAsync(Scale.Small, CancellationToken.None);

    [Fact]
    public Task A_long_document_is_released_after_its_current_page_and_no_page_is_recognised_twice() =>
        new ReleaseScenario().RunAsync(Scale.Small, CancellationToken.None);

    [Fact]
    public Task A_handler_that_ignores_its_tokens_does_not_delay_the_exit_and_its_job_completes_elsewhere() =>
        new DeafHandlerScenario().RunAsync(Scale.Small, CancellationToken.None);
}
