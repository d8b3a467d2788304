using Spade.Rehearsal.Scans;
using Spade.ServiceDefaults.Budgets;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Endings;

/// <summary>Every signal has its meaning, its exit code and its entry in the ledger.</summary>
internal sealed class SignalsScenario : IScenario
{
    public string Name => "signals";

    public string Claim =>
        "SIGTERM twice counts once; SIGINT skips the lame duck, a second one exits at once with 130; a killed drain is recorded crashed.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        // In a database of its own.
        var killing = KillInTheDrainAsync(scale);
        var witness = await system.LaunchWorkingAsync();
        var figures = new Figures();
        figures.Add("API, SIGTERM twice", await TerminateTwiceAsync(system, scale));
        figures.Add("API, SIGINT", await InterruptAsync(system, scale));
        figures.Add("API, SIGINT twice", await InterruptTwiceAsync(system, scale));
        await killing;
        Assert.False(witness.Process.HasExited);
        return figures;
    }

    private static async Task<TimeSpan> TerminateTwiceAsync(SpadeSystem system, Scale scale)
    {
        var api = await ReadyApiAsync(system, scale);
        api.Terminate();
        await api.Process.WaitForLineAsync("Shutting down API...");
        api.Terminate();
        var exit = await api.WaitForExitAsync();
        Assert.Equal(0, exit.Code);
        // A small run has a shorter lame duck, but the queue's drain may take as long as in a full one.
        Assert.InRange(exit.AfterSignal, scale.ApiBudget.LameDuck, ServiceBudgets.Api.LameDuck + scale.ExitSlack);
        Assert.Single(api.Process.Lines, line => line.Contains("Shutting down API...", StringComparison.Ordinal));
        (await LedgerEntry.OfAsync(system, api)).AssertExitReport("stopped", "sigterm", 0);
        return exit.AfterSignal;
    }

    private static async Task<TimeSpan> InterruptAsync(SpadeSystem system, Scale scale)
    {
        var api = await ReadyApiAsync(system, scale);
        api.Send(Signals.Interrupt);
        var exit = await api.WaitForExitAsync();
        Assert.Equal(0, exit.Code);
        Assert.DoesNotContain(api.Process.Lines, line => line.Contains("serving on for", StringComparison.Ordinal));
        (await LedgerEntry.OfAsync(system, api)).AssertExitReport("stopped", "sigint", 0);
        return exit.AfterSignal;
    }

    private static async Task<TimeSpan> InterruptTwiceAsync(SpadeSystem system, Scale scale)
    {
        var api = await ReadyApiAsync(system, scale);
        await using var upload = await RawHttp.EndlessUploadAsync(await api.AddressAsync(), UniqueScan.Pdf(1), Timeouts.Default);
        await Eventually.HoldsAsync("the upload is under way", () => Task.FromResult(upload.Sent > 1000));
        api.Send(Signals.Interrupt);
        await api.Process.WaitForLineAsync("Shutting down API...");
        api.Send(Signals.Interrupt);
        var exit = await api.WaitForExitAsync(scale.ApiBudget.InFlight);
        Assert.Equal(130, exit.Code);
        Assert.Equal("crashed", (await LedgerEntry.EndedAsync(system, api)).State);
        return exit.AfterSignal;
    }

    /// <summary>The effect of a grace period that is too short.</summary>
    private static async Task KillInTheDrainAsync(Scale scale)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync(scale.TestWorker);
        await system.EnqueueAsync("deaf", new { milliseconds = 600_000 });
        await worker.Process.WaitForLineAsync("not listening");
        var peer = await system.LaunchTestWorkerAsync(scale.TestWorker);
        worker.Terminate();
        await worker.Process.WaitForLineAsync("Job queue drains");
        await Eventually.HoldsAsync(
            "the ledger has the signal",
            async () => await system.ScalarAsync<long>(
                "SELECT count(*) FROM restarts WHERE process_id = $1 AND signalled_at IS NOT NULL", worker.Process.Id) == 1);
        worker.Send(Signals.Kill);
        Assert.Equal(128 + Signals.Kill, (await worker.WaitForExitAsync()).Code);
        var ledger = await LedgerEntry.EndedAsync(system, worker);
        Assert.Equal(("crashed", "sigterm", 1), (ledger.State, ledger.Reason, ledger.InFlight));
        await Eventually.HoldsAsync(
            "its job completes elsewhere",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'completed'") == 1);
        Assert.False(peer.Process.HasExited);
    }

    private static async Task<Service> ReadyApiAsync(SpadeSystem system, Scale scale)
    {
        var api = system.LaunchApi(scale.Api);
        await api.ReadyAsync();
        // On a busy machine it may be ready before its peers know its node, and they only notice the end of a node they know.
        await api.Process.WaitForLineAsync("has its session", Timeouts.Start);
        // The ledger's entry is opened right after the schema is in place.
        await Eventually.HoldsAsync(
            "it is in the ledger",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM restarts WHERE process_id = $1", api.Process.Id) == 1);
        return api;
    }
}
