using Spade.Tests.Restarts.Rig;
using Spade.Tests.Restarts.Scenarios;

namespace Spade.Tests.Restarts;

/// <summary>The small version of every other way in which a process may end.</summary>
public sealed class EndingTests
{
    [Fact]
    public Task Every_signal_has_its_exit_code_and_its_entry_in_the_ledger() => RunAsync(new SignalsScenario());

    [Fact]
    public Task A_signal_in_the_middle_of_a_start_ends_it_soon_and_leaves_nothing_half_done() => RunAsync(new StartUpSignalScenario());

    [Fact]
    public Task Without_its_database_an_idle_process_exits_clean_and_the_ledger_says_unknown() => RunAsync(new DatabaseAwayScenario());

    [Fact]
    public Task A_collector_that_never_answers_holds_up_no_exit_beyond_its_deadline() => RunAsync(new SilentCollectorScenario());

    [Fact]
    public Task A_migration_that_is_cut_leaves_nothing_and_says_so() => RunAsync(new MigrationCutScenario());

    private static Task<Figures> RunAsync(IScenario scenario) => scenario.RunAsync(Scale.Small, CancellationToken.None);
}
