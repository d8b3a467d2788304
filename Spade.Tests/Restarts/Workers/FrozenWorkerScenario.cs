using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Workers;

internal sealed class FrozenWorkerScenario : IScenario
{
    public string Name => "a frozen worker";

    public string Claim =>
        "A worker frozen past its lease is replaced within 30 s; awake again it writes nothing and takes its entry back.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        using var shim = new TesseractShim(2 * scale.PageTime);
        var options = shim.Options.With(scale.Lease);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var frozen = await system.LaunchWorkingAsync(options);
        var id = (await system.UploadAsync(Samples.TwentyPages.FilePath, "?pages=1-8")).Document.GetProperty("id").GetString()!;
        await system.PagesDoneAsync(id, 1);
        frozen.Send(Signals.Stop);
        var began = TimeProvider.System.GetTimestamp();
        await system.LaunchWorkingAsync(options);
        await Eventually.HoldsAsync(
            "another worker continues",
            async () => await system.ScalarAsync<int>("SELECT interruptions FROM jobs") == 1,
            TimeSpan.FromSeconds(30));
        var replaced = TimeProvider.System.GetElapsedTime(began);
        await system.CompletedAsync(id);
        Assert.Equal("crashed", (await LedgerEntry.EndedAsync(system, frozen)).State);

        frozen.Send(Signals.Continue);
        await frozen.Process.WaitForLineAsync("was taken away", TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(
            "it has taken its entry back", async () => (await LedgerEntry.OfAsync(system, frozen)).State == "running");
        frozen.Terminate();
        Assert.Equal(0, (await frozen.WaitForExitAsync()).Code);
        Assert.Equal(8, await system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE finished_at IS NOT NULL"));
        Assert.Equal(1, await system.ScalarAsync<int>("SELECT interruptions FROM jobs"));
        return new Figures().Add("replaced", replaced);
    }
}
