using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

internal sealed class ShortJobsScenario : IScenario
{
    public string Name => "ten 3-second jobs";

    public string Claim => "Ten 3-second jobs in flight at the signal all complete, and the worker exits with 0.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync();
        await system.EnqueueAsync("outlast", new { milliseconds = scale.JobTime.TotalMilliseconds }, scale.Jobs);
        await Eventually.HoldsAsync(
            "all run", () => Task.FromResult(worker.Process.Lines.Count(line => line == "outlasting") == scale.Jobs));

        worker.Terminate();
        var exit = await worker.WaitForExitAsync();

        Assert.Equal(0, exit.Code);
        Assert.Equal(scale.Jobs, await system.ScalarAsync<long>(
            "SELECT count(*) FROM jobs WHERE state = 'completed' AND attempt + interruptions = 0"));
        var ledger = await LedgerEntry.OfAsync(system, worker);
        ledger.AssertExitReport("stopped", "sigterm", 0);
        Assert.Equal((scale.Jobs, scale.Jobs), (ledger.InFlight, ledger.Finished));
        return new Figures().Add("exit", exit.AfterSignal);
    }
}
