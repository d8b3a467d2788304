using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

internal sealed class IdleWorkerScenario : IScenario
{
    public string Name => "idle worker";

    public string Claim => "An idle worker exits at once.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = system.LaunchWorker();
        var start = await worker.ReadyAsync(cancellationToken);
        await worker.Process.WaitForLineAsync("has its session");
        worker.Terminate();
        var exit = await worker.WaitForExitAsync();
        Assert.Equal(0, exit.Code);
        Assert.InRange(exit.AfterSignal, TimeSpan.Zero, scale.ExitSlack);
        (await LedgerEntry.OfAsync(system, worker)).AssertExitReport("stopped", "sigterm", 0);
        return new Figures().Add("start to ready", start).Add("exit", exit.AfterSignal);
    }
}
