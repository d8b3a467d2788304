using Npgsql;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Endings;

internal sealed class MigrationCutScenario : IScenario
{
    public string Name => "SIGTERM during a migration";

    public string Claim =>
        "A service that is cut while it migrates ends with 0, 'migrate' with 3; nothing is half done, and the next run continues.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateEmptyAsync(await SharedPostgres.GetAsync());
        var figures = new Figures();
        await using (var blocker = new NpgsqlConnection(system.ConnectionString))
        {
            await blocker.OpenAsync(cancellationToken);
            await using var transaction = await blocker.BeginTransactionAsync(cancellationToken);
            // The first migration creates a table of this name, so it waits for the end of this transaction.
            await using (var block = new NpgsqlCommand("CREATE TABLE queues (name text)", blocker, transaction))
                await block.ExecuteNonQueryAsync(cancellationToken);
            foreach (var (launch, code) in new (Func<Service>, int)[] { (() => system.LaunchApi(), 0), (system.LaunchMigration, 3) })
            {
                var service = launch();
                await WaitsAsync(system);
                service.Terminate();
                var exit = await service.WaitForExitAsync(TimeSpan.FromSeconds(30));
                Assert.True(exit.Code == code, $"{service.Name} ended with {exit.Code}:\n{string.Join('\n', service.Process.Lines)}");
                figures.Add($"{service.Name}, exit", exit.AfterSignal);
            }

            var repeated = system.LaunchMigration();
            await WaitsAsync(system);
            Assert.Equal(3, (await repeated.SendUntilGoneAsync(Signals.Terminate)).Code);
        }

        Assert.Equal(0, await system.ScalarAsync<long>(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'"));
        Assert.Equal(0, (await system.LaunchMigration().WaitForExitAsync(TimeSpan.FromSeconds(60))).Code);
        Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE tablename = 'restarts'"));
        return figures;
    }

    private static Task WaitsAsync(SpadeSystem system) => Eventually.HoldsAsync(
        "the migration waits",
        async () => await system.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);
}
