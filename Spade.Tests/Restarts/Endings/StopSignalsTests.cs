using Spade.Shutdown.Reporting;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Endings;

/// <summary>Signals to a process that is already stopping.</summary>
public sealed class StopSignalsTests
{
    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Quit)]
    public async Task A_signal_repeated_until_the_process_has_ended_changes_nothing(int signal)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync();
        worker.Terminate();
        await worker.Process.WaitForLineAsync("Stopped worker (sigterm)");
        Assert.Equal(0, (await worker.SendUntilGoneAsync(signal)).Code);
    }

    [Fact]
    public async Task A_part_that_blocks_the_announcement_of_the_stop_delays_the_exit_by_the_time_to_close_at_most()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync(new ServiceOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["HoldUpStop"] = "true", ["Shutdown__Close"] = "2", ["Shutdown__InFlight"] = "2",
            },
        });
        await worker.Process.WaitForLineAsync("Started test-worker");
        worker.Terminate();
        await worker.Process.WaitForLineAsync("the stop is held up");
        var exit = await worker.WaitForExitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(ExitCodes.Cut, exit.Code);
        Assert.Contains(worker.Process.Lines, line => line.Contains("Not stopped in time", StringComparison.Ordinal));
    }
}
