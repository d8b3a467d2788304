using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Workers;

internal sealed class KilledWorkersScenario : IScenario
{
    public string Name => "SIGKILL at random moments";

    public string Claim =>
        "Workers killed again and again lose no document and duplicate none; a crash repeats at most the pages in flight.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        // Long enough for the kills to come in the middle of pages.
        using var shim = new TesseractShim(2 * scale.PageTime);
        var options = shim.Options;
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var workers = new Queue<Service>(await Task.WhenAll(system.LaunchWorkingAsync(options), system.LaunchWorkingAsync(options)));
        var documents = Math.Max(10, scale.Documents / 4);
        var pages = 0;
        for (var n = 0; n < documents; n++)
        {
            var count = 1 + n % scale.MaxPages;
            pages += count;
            await system.UploadBytesAsync(UniqueScan.Pdf(count));
        }

        var kills = 0;
        List<Service> killed = [];
        for (; kills < scale.Interruptions && await UnfinishedAsync(system) > 0; kills++)
        {
            await Pause.ForAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(300, 2500)), cancellationToken);
            var victim = workers.Dequeue();
            victim.Send(Signals.Kill);
            await victim.WaitForExitAsync();
            killed.Add(victim);
            workers.Enqueue(await system.LaunchWorkingAsync(options));
        }

        await Eventually.GrowsToAsync(
            "pages finished",
            pages,
            () => system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE finished_at IS NOT NULL"),
            TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync("every document ends", async () => await UnfinishedAsync(system) == 0);
        Assert.Equal(documents, await system.ScalarAsync<long>(
            "SELECT count(*) FROM documents WHERE status = 'completed' AND pages_done = pages_total"));
        Assert.Equal(pages, await system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE finished_at IS NOT NULL"));
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT coalesce(sum(attempt), 0)::bigint FROM jobs"));
        var repeated = await system.ScalarAsync<long>("SELECT coalesce(sum(begun - 1), 0)::bigint FROM pages");
        // In flight are a page for each core and one that is being saved while its core works on the next.
        Assert.InRange(repeated, 0, kills * (Math.Max(2, Environment.ProcessorCount) + 1L));
        foreach (var victim in killed)
            Assert.Equal("crashed", (await LedgerEntry.EndedAsync(system, victim)).State);
        foreach (var worker in workers)
            await StopAsync(worker);
        // A starting worker ends the tools that killed workers left behind.
        Assert.Empty(ToolsOf.Workers([.. killed, .. workers]));
        return new Figures().Add("kills", kills).Add("pages", pages).Add("pages begun twice", repeated);
    }

    /// <summary>Stops a surviving worker in order, and its children with it.</summary>
    private static async Task StopAsync(Service worker)
    {
        worker.Terminate();
        Assert.Equal(0, (await worker.WaitForExitAsync()).Code);
        Assert.Empty(ToolsOf.Workers(worker));
    }

    private static Task<long> UnfinishedAsync(SpadeSystem system) =>
        system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE status IN ('queued', 'running')");
}
