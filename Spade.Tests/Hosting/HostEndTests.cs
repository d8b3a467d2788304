using Spade.Tests.TestWorker;

namespace Spade.Tests.Hosting;

/// <summary>How an AppHost ends, in real processes with real signals.</summary>
public sealed class HostEndTests : IDisposable
{
    // What Spade promises: the orchestrator gives the services of a killed AppHost 6 s, and PostgreSQL, which is to outlive them, begins
    // its shutdown after 9 s.
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(15);

    // The orchestrator goes last and in its own time: 14 s on a machine with nothing else to do, and here other tests run beside it.
    private const string Orchestrator = "/dcp ";
    private static readonly TimeSpan OrchestratorsEnd = TimeSpan.FromSeconds(40);

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
    public async Task An_AppHost_that_is_told_to_stop_while_a_resource_still_waits_gives_the_others_their_grace()
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
    public async Task Nothing_outlives_a_killed_AppHost_and_PostgreSQL_is_shut_down_and_not_killed()
    {
        await using var killed = await HostProcess.StartAsync(HostScenarios.Deaf, _folder);

        killed.Send(Signals.Kill);

        await killed.WaitUntilNothingIsLeftAsync(CleanUp, but: Orchestrator);
        await killed.WaitUntilNothingIsLeftAsync(OrchestratorsEnd);
        // A shutdown removes it; a kill leaves it behind.
        Assert.False(File.Exists(Path.Combine(_folder.FullPath, "data", "postmaster.pid")));
    }
}
