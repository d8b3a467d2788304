using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Endings;

internal sealed class UnsavedWorkScenario : IScenario
{
    public string Name => "finished work that cannot be saved";

    public string Claim => "A worker without its database waits as long as its budget allows and exits with 3; the job runs again later.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var system = await SpadeSystem.CreateAsync(postgres.Server);
        var worker = await system.LaunchTestWorkerAsync(
            scale.TestWorker.With("Shutdown__InFlight", "3"));
        await system.EnqueueAsync("outlast", new { milliseconds = 500 });
        await worker.Process.WaitForLineAsync("outlasting");
        await postgres.Server.StopAsync();

        worker.Terminate();
        var exit = await worker.WaitForExitAsync();

        Assert.Equal(3, exit.Code);
        Assert.InRange(exit.AfterSignal, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(25));
        Assert.Contains(worker.Process.Lines, line => line.Contains("1 aborted", StringComparison.Ordinal));
        await postgres.Server.StartAsync();
        system.ForgetConnections();
        await system.LaunchTestWorkerAsync(scale.TestWorker);
        await Eventually.HoldsAsync(
            "the job completes",
            async () => await system.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'completed' AND attempt = 0") == 1,
            TimeSpan.FromSeconds(60));
        return new Figures().Add("exit", exit.AfterSignal);
    }
}
