using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Endings;

internal sealed class DatabaseAwayScenario : IScenario
{
    public string Name => "SIGTERM while PostgreSQL is down";

    public string Claim => "Idle processes exit with 0 in time; the ledger later says unknown, and their logs hold the exit reports.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var system = await SpadeSystem.StartAsync(postgres.Server, api: scale.Api);
        var api = system.Services[0];
        var worker = await system.LaunchWorkingAsync();
        var witness = await system.LaunchTestWorkerAsync();
        await Eventually.HoldsAsync(
            "all are in the ledger",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM restarts WHERE state = 'running'") == 3);
        await postgres.Server.StopAsync();

        api.Terminate();
        worker.Terminate();
        var exits = await Task.WhenAll(api.WaitForExitAsync(), worker.WaitForExitAsync());

        Assert.Equal([0, 0], exits.Select(exit => exit.Code));
        Assert.InRange(exits[0].AfterSignal, scale.ApiBudget.LameDuck, scale.ApiBudget.LameDuck + TimeSpan.FromSeconds(20));
        Assert.InRange(exits[1].AfterSignal, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Contains(api.Process.Lines, line => line.Contains("Stopped API (sigterm)", StringComparison.Ordinal));
        Assert.Contains(worker.Process.Lines, line => line.Contains("Stopped worker (sigterm)", StringComparison.Ordinal));
        await postgres.Server.StartAsync();
        system.ForgetConnections();
        Assert.Equal("unknown", (await LedgerEntry.EndedAsync(system, api)).State);
        Assert.Equal("unknown", (await LedgerEntry.EndedAsync(system, worker)).State);
        Assert.Equal("running", (await LedgerEntry.OfAsync(system, witness)).State);
        return new Figures().Add("API exit", exits[0].AfterSignal).Add("worker exit", exits[1].AfterSignal);
    }
}
