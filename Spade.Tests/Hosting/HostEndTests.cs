using Spade.Tests.TestWorker;

namespace Spade.Tests.Hosting;

/// <summary>The end of an AppHost, with real processes and signals.</summary>
public sealed class HostEndTests : IDisposable
{
    // The orchestrator gives the services of a killed AppHost 6 s. PostgreSQL, which must outlive them, begins its shutdown after 9 s.
    // The rest is time for that shutdown.
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(60);

    // The orchestrator exits last. It takes 14 s on an idle machine, and other tests may run at the same time.
    private const string Orchestrator = "/dcp ";
    private static readonly TimeSpan OrchestratorCleanUp = TimeSpan.FromSeconds(120);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_interrupt_waits_for_a_service_that_drains_and_stops_PostgreSQL_last()
    {
        await using var host = await HostProcess.StartAsync(HostScenarios.Drain, _folder);

        host.Send(Signals.Interrupt);
        Assert.Equal(0, await host.WaitForExitAsync());

        var lines = host.Lines.ToList();
        var service = lines.FindIndex(line => line.StartsWith("[service] Finished", StringComparison.Ordinal));
        var postgres = lines.FindIndex(line => line.StartsWith("[postgres] Stopping", StringComparison.Ordinal));
        Assert.EndsWith(" 2", lines[service], StringComparison.Ordinal);
        Assert.InRange(service, 0, postgres - 1);
        await host.WaitUntilNothingIsLeftAsync(CleanUp);
    }

    [Fact]
    public async Task An_AppHost_that_is_stopped_while_a_resource_still_waits_gives_the_others_their_grace_period()
    {
        await using var host = await HostProcess.StartAsync(HostScenarios.Starting, _folder);

        host.Send(Signals.Terminate);
        Assert.Equal(0, await host.WaitForExitAsync());

        Assert.EndsWith(" 15", await host.WaitForLineAsync("[service] Finished"), StringComparison.Ordinal);
        await host.WaitUntilNothingIsLeftAsync(CleanUp);
    }

    [Fact]
    public async Task A_second_interrupt_ends_everything_at_once_with_130()
    {
        await using var host = await HostProcess.StartAsync(HostScenarios.Deaf, _folder);

        host.Send(Signals.Interrupt);
        await host.WaitForLineAsync("[service] Stopping");
        host.Send(Signals.Interrupt);

        Assert.Equal(130, await host.WaitForExitAsync());
        await host.WaitUntilNothingIsLeftAsync(CleanUp);
    }

    [Fact]
    public async Task Nothing_outlives_a_killed_AppHost_and_PostgreSQL_is_shut_down_not_killed()
    {
        await using var killed = await HostProcess.StartAsync(HostScenarios.Deaf, _folder);

        killed.Send(Signals.Kill);

        await killed.WaitUntilNothingIsLeftAsync(CleanUp, but: Orchestrator);
        await killed.WaitUntilNothingIsLeftAsync(OrchestratorCleanUp);
        // Only a shutdown removes the pid file.
        Assert.False(File.Exists(Path.Combine(_folder.FullPath, "data", "postmaster.pid")));
    }
}
