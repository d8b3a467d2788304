using Npgsql;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.Schedules;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>A rehearsal finds what is broken in the stop of an API. If it did not, one that succeeds would prove nothing.</summary>
[Collection(BusyMachine.Name)]
public sealed class BrokenApiTests
{
    /// <summary>One of two APIs is stopped.</summary>
    private const string StopOne =
        """
        duration: 4s
        rate: 20
        mix: {list: 1}
        clients: {keep-alive: 1, fresh: 1}
        steps:
        - {at: 1s, do: scale, of: api, to: 1}
        """;

    [Fact]
    public async Task Without_its_lame_duck_the_listener_closes_too_early_and_requests_fail()
    {
        // A long one costs no time, since there is none.
        var judgement = await StopAsync(
            ServiceOptions.None.With("Shutdown__LameDuck", "0"), lameDuck: 10, schedule: $"balancer lag: 1s\n{StopOne}");

        judgement.HasFinding(
            "lame-duck", "the listener closed ", " s after SIGTERM; the lame duck is 10.00 s", "step 1, scale to 1 of spade-api");
        judgement.HasFinding("failed-requests", "connection reset before an answer", "step 1, scale to 1 of spade-api; spade-api-");
    }

    [Fact]
    public async Task Answers_that_keep_their_connections_after_the_signal_are_found()
    {
        var judgement = await StopAsync(Sabotages.Options(Sabotages.KeepsConnections), lameDuck: 3);

        judgement.HasFinding("connections", " s after SIGTERM keeps its connection open", "lame duck, ");
    }

    [Fact]
    public async Task Readiness_that_never_flips_is_found()
    {
        var judgement = await StopAsync(Sabotages.Options(Sabotages.StaysReady));

        judgement.HasFinding("readiness", "readiness never said no, in the ", " s from SIGTERM to the end");
    }

    [Fact]
    public async Task A_grace_period_shorter_than_the_stated_one_is_found()
    {
        var judgement = await StopAsync(ServiceOptions.None, grace: TimeSpan.FromSeconds(1));

        judgement.HasFinding("exit-codes", "it was killed (exit code 137), and no step did that", "step 1, scale to 1 of spade-api");
    }

    [Fact]
    public async Task An_exit_with_0_although_uploads_were_cut_is_found()
    {
        using var shim = new TesseractShim(TimeSpan.FromSeconds(0.1));
        var budget = Scene.ApiBudget.With(terms => terms with
        {
            LameDuck = TimeSpan.FromSeconds(0.6), InFlight = TimeSpan.FromSeconds(0.5),
        });

        var judgement = await new Scene
        {
            // An upload takes four seconds, which the stop does not leave it.
            Schedule =
                """
                duration: 4s
                rate: 5
                mix: {list: 1, slow upload: 1}
                clients: {keep-alive: 1, fresh: 1}
                documents: {small: 1}
                steps:
                - {at: 2s, do: scale, of: api, to: 1}
                """,
            Apis = 2,
            Workers = 1,
            StatedApi = budget,
            Api = ServiceOptions.Stopping(budget).With(Sabotages.Options(Sabotages.LiesAboutItsExit)),
            Worker = shim.Options,
        }.JudgeAsync();

        judgement.HasFinding("exit-codes", "exit code 0, and the ledger says that it meant to exit with 3");
        judgement.HasFinding("ledger-rows", "the ledger says cut; it ended with exit code 0, which is stopped");
    }

    [Fact]
    public async Task A_migration_that_running_processes_cannot_read_is_found()
    {
        var judgement = await new Scene
        {
            Schedule =
                """
                duration: 4s
                rate: 10
                mix: {list: 1}
                clients: {keep-alive: 1, fresh: 1}
                steps:
                - {at: 1s, do: migrate, version: new}
                - {at: 3s, do: migrate, version: old}
                """,
            Migration = RenameAsync,
        }.JudgeAsync();

        judgement.HasFinding("failed-requests", "answered 500", "[step 1, migrate new version");
        judgement.HasFinding("failed-requests", "answered 500", "[no step ran, ", " s after step 1, migrate new version");
    }

    private static Task<Judgement> StopAsync(
        ServiceOptions options, double lameDuck = 2, string schedule = StopOne, TimeSpan? grace = null)
    {
        var budget = Scene.ApiBudget.With(terms => terms with { LameDuck = TimeSpan.FromSeconds(lameDuck) });
        return new Scene
        {
            Schedule = schedule, Apis = 2, StatedApi = budget, Api = ServiceOptions.Stopping(budget).With(options), Grace = grace,
        }.JudgeAsync();
    }

    /// <summary>A column gets another name at once, and the rest of the migration takes half a second.</summary>
    private static async Task RenameAsync(NpgsqlDataSource database, StepVersion version, CancellationToken cancellationToken)
    {
        var (from, to) = version == StepVersion.New ? ("created_at", "accepted_at") : ("accepted_at", "created_at");
        await using var command = database.CreateCommand($"ALTER TABLE documents RENAME COLUMN {from} TO {to}");
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var rest = database.CreateCommand("SELECT pg_sleep(0.5)");
        await rest.ExecuteNonQueryAsync(cancellationToken);
    }
}
