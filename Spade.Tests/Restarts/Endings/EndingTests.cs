using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Endings;

/// <summary>The small version of every other way a process may end.</summary>
public sealed class EndingTests
{
    [Fact]
    public Task Every_signal_has_its_exit_code_and_its_entry_in_the_ledger() => RunAsync(new SignalsScenario());

    [Fact]
    public Task A_signal_during_a_start_ends_it_soon_and_leaves_nothing_half_done() => RunAsync(new StartUpSignalScenario());

    [Fact]
    public Task Without_its_database_an_idle_process_exits_cleanly_and_the_ledger_says_unknown() => RunAsync(new DatabaseAwayScenario());

    [Fact]
    public Task A_collector_that_never_answers_delays_no_exit_beyond_its_deadline() => RunAsync(new SilentCollectorScenario());

    [Fact]
    public Task A_migration_that_is_cut_leaves_nothing_and_says_so() => RunAsync(new MigrationCutScenario());

    [Fact]
    public Task Finished_work_that_cannot_be_saved_shows_in_the_exit_code_and_runs_again() => RunAsync(new UnsavedWorkScenario());

    [Fact]
    public async Task A_stop_is_reported_as_metrics_a_span_and_a_log_line()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync(), collector.Environment);
        var worker = await system.LaunchTestWorkerAsync();
        await system.EnqueueAsync("outlast", new { milliseconds = 200 });
        await worker.Process.WaitForLineAsync("outlasting");
        worker.Terminate();
        Assert.Equal(0, (await worker.WaitForExitAsync()).Code);

        await collector.WaitForAsync(c => c.Spans.Any(span => span.Source == "Spade.Shutdown")
            && c.Points.Any(point => point.Name == "spade.shutdown.stops")
            && c.Logs.Any(log => log.Body.StartsWith("Stopped worker (sigterm)", StringComparison.Ordinal)));
        var span = Assert.Single(collector.Spans, span => span.Source == "Spade.Shutdown");
        Assert.Equal(
            ("shutdown", "sigterm", "0"),
            (span.Name, span.Attributes["spade.shutdown.reason"], span.Attributes["process.exit.code"]));
        Assert.InRange(span.Duration, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
        var finished = collector.Points.Last(point => point.Name == "spade.shutdown.work"
            && point.Attributes["spade.shutdown.kind"] == "jobs" && point.Attributes["spade.shutdown.outcome"] == "finished");
        Assert.Equal(1, finished.Value);
        Assert.Equal("sigterm", collector.Points.Last(point => point.Name == "spade.shutdown.stops").Attributes["spade.shutdown.reason"]);
    }

    private static Task<Figures> RunAsync(IScenario scenario) => scenario.RunAsync(Scale.Small, CancellationToken.None);
}
