using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

internal sealed class ReleaseScenario : IScenario
{
    public string Name => "release of a long document";

    public string Claim => "A worker exits with the pages in flight, none is recognised twice, and a peer continues within a second.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        using var shim = new TesseractShim(scale.PageTime);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await Task.WhenAll(system.LaunchWorkingAsync(shim.Options), system.LaunchWorkingAsync(shim.Options));
        var id = (await system.UploadAsync(Samples.TwentyPages.FilePath)).Document.GetProperty("id").GetString()!;
        await system.PagesDoneAsync(id, 3);

        var first = await system.OwnerAsync();
        var second = system.Services.Single(service => service != first && service != system.Services[0]);
        first.Terminate();
        var exit = await first.WaitForExitAsync();
        Assert.Equal(0, exit.Code);
        Assert.Empty(ToolsOf.Workers(first));
        var document = await system.CompletedAsync(id);

        Assert.Empty(shim.RepeatedPages());
        Assert.Equal(20, shim.Pages());
        Assert.Equal((0, 1), (document.GetProperty("attempt").GetInt32(), document.GetProperty("interruptions").GetInt32()));
        var ledger = await LedgerEntry.OfAsync(system, first);
        ledger.AssertExitReport("stopped", "sigterm", 0);
        Assert.Equal((1, 1), (ledger.InFlight, ledger.Released));
        // The release comes last, just before the exit report. A job that is not released is claimed when the lease ends, after 20 s.
        var resumed = TimeSpan.FromSeconds(await system.ScalarAsync<double>(
            "SELECT extract(epoch FROM jobs.claimed_at - restarts.ended_at)::float8 FROM jobs, restarts WHERE process_id = $1",
            first.Process.Id));
        Assert.InRange(resumed, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(10));
        Assert.False(second.Process.HasExited);
        return new Figures().Add("exit", exit.AfterSignal).Add("claimed elsewhere, after the exit report", resumed);
    }
}
