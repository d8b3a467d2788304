using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

internal sealed class DeafHandlerScenario : IScenario
{
    public string Name => "a handler that ignores its tokens";

    public string Claim => "The handler is named; the worker exits with 3 within its drain, and the job completes elsewhere.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var inFlight = scale.DrainOfDeaf.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var worker = await system.LaunchTestWorkerAsync(
            scale.TestWorker.With("Shutdown__InFlight", inFlight));
        await system.EnqueueAsync("deaf", new { milliseconds = 600_000 });
        await worker.Process.WaitForLineAsync("not listening");
        var peer = await system.LaunchTestWorkerAsync(scale.TestWorker);

        worker.Terminate();
        var exit = await worker.WaitForExitAsync();

        Assert.Equal(3, exit.Code);
        // inFlight + close, without the margin: by default 120 s less 2 s.
        Assert.InRange(exit.AfterSignal, scale.DrainOfDeaf, scale.DrainOfDeaf + TimeSpan.FromSeconds(20));
        string[] expected = ["(not listening) still runs after", "it is cancelled, the drain limit is over", "ignores its cancellation"];
        foreach (var words in expected)
            Assert.Contains(worker.Process.Lines, line => line.Contains(words, StringComparison.Ordinal));
        var ledger = await LedgerEntry.OfAsync(system, worker);
        ledger.AssertExitReport("cut", "sigterm", 3);
        Assert.Equal((1, 1), (ledger.InFlight, ledger.Aborted));
        await Eventually.HoldsAsync(
            "the job completes elsewhere",
            async () => await system.ScalarAsync<long>(
                "SELECT count(*) FROM jobs WHERE state = 'completed' AND attempt = 0 AND interruptions = 1") == 1);
        var rescued = TimeSpan.FromSeconds(await system.ScalarAsync<double>(
            "SELECT extract(epoch FROM jobs.claimed_at - restarts.ended_at)::float8 FROM jobs, restarts WHERE process_id = $1",
            worker.Process.Id));
        Assert.False(peer.Process.HasExited);
        return new Figures().Add("exit", exit.AfterSignal).Add("rescued after exit", rescued);
    }
}
