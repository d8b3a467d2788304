using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Workers;

/// <summary>The worker's promise, checked by counting real Tesseract runs instead of rows in the database.</summary>
internal sealed class RollingWorkersScenario : IScenario
{
    private const int Workers = 3;

    /// <summary>Longest time without another finished page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "rolling restart of the workers";

    public string Claim => "Three workers restarted again and again until all is done: every document exactly once, no page twice.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        using var shim = new TesseractShim(scale.PageTime);
        var options = shim.Options;
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var workers = new Queue<Service>();
        foreach (var worker in await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => system.LaunchWorkingAsync(options))))
            workers.Enqueue(worker);
        var pages = 0;
        for (var n = 0; n < scale.Documents; n++)
        {
            var count = 1 + n % scale.MaxPages;
            pages += count;
            await system.UploadBytesAsync(UniqueScan.Pdf(count));
        }

        var began = TimeProvider.System.GetTimestamp();
        var (finished, progressed) = (0L, began);
        List<ServiceExit> exits = [];
        while (await UnfinishedAsync(system) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await FinishedPagesAsync(system) is var now && now > finished)
                (finished, progressed) = (now, TimeProvider.System.GetTimestamp());
            Assert.True(
                TimeProvider.System.GetElapsedTime(progressed) < Patience,
                $"No page was finished for {Patience}: {finished} of {pages} are, and documents are unfinished.");
            var oldest = workers.Dequeue();
            oldest.Terminate();
            exits.Add(await oldest.WaitForExitAsync());
            (await LedgerEntry.OfAsync(system, oldest)).AssertExitReport("stopped", "sigterm", 0);
            workers.Enqueue(await system.LaunchWorkingAsync(options));
            // Without a pause a small machine would do nothing but start workers.
            await Pause.ForAsync(scale.RestartPause, cancellationToken);
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        Assert.All(exits, exit => Assert.Equal(0, exit.Code));
        Assert.Equal(scale.Documents, await system.ScalarAsync<long>(
            "SELECT count(*) FROM documents WHERE status = 'completed' AND pages_done = pages_total"));
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT coalesce(sum(attempt), 0)::bigint FROM jobs"));
        Assert.Empty(shim.RepeatedPages());
        Assert.Equal(pages, shim.Pages());
        Assert.Equal(pages, await system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE begun = 1 AND finished_at IS NOT NULL"));
        return new Figures().Add("documents", scale.Documents).Add("pages", pages).Add("restarts", exits.Count)
            .Add("interruptions", await system.ScalarAsync<long>("SELECT sum(interruptions)::bigint FROM jobs"))
            .Add("pages twice", shim.RepeatedPages().Count)
            .Add("slowest exit", exits.Max(exit => exit.AfterSignal))
            .Add("pages per second", pages / took.TotalSeconds, "/s");
    }

    private static Task<long> FinishedPagesAsync(SpadeSystem system) =>
        system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE finished_at IS NOT NULL");

    private static Task<long> UnfinishedAsync(SpadeSystem system) =>
        system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE status IN ('queued', 'running')");
}
