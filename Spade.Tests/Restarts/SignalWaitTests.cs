using System.Runtime.InteropServices;
using Spade.Tests.EndToEnd;
using Spade.Tests.Infrastructure;
using Spade.Tests.Restarts.Rig;
using Spade.Tests.Worker;

namespace Spade.Tests.Restarts;

/// <summary>How SIGTERM gets into the process.</summary>
public sealed class SignalWaitTests
{
    /// <summary>The number of <c>rt_sigtimedwait</c>, which <c>sigwait</c> is made of.</summary>
    private static string Waiting => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "137 " : "128 ";

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    public async Task The_main_thread_of_a_service_waits_for_the_signal_itself_before_it_and_after_it(string which)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        // The worker has no lame duck in which it could be looked at; any is allowed when it is asked for.
        var longer = new ServiceOptions { Environment = new Dictionary<string, string> { ["Shutdown__LameDuck"] = "5" } };
        var service = which == "api" ? system.LaunchApi(longer) : system.LaunchWorker(longer);
        await service.ReadyAsync();
        await WaitsAsync(service);
        service.Terminate();
        await service.Process.WaitForLineAsync("serving on for");
        await WaitsAsync(service);
        Assert.False(service.Process.HasExited);
    }

    [Fact]
    public async Task A_thread_that_starts_within_the_stop_blocks_no_signal_so_that_no_child_is_deaf_to_it()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync();
        worker.Terminate();
        Assert.Equal(0, (await worker.WaitForExitAsync()).Code);
        Assert.Contains("a thread of the stop blocks SigBlk:\t0000000000000000", worker.Process.Lines);
    }

    [KernelFact("6.12")]
    public async Task The_main_thread_alone_asks_the_kernel_to_run_as_soon_as_it_wakes()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var api = system.LaunchApi();
        await api.ReadyAsync();
        await WaitsAsync(api);
        var before = Slices.OfThreads(api.Process.Id);
        api.Terminate();
        await api.Process.WaitForLineAsync("serving on for");
        foreach (var slices in new[] { before, Slices.OfThreads(api.Process.Id) })
            Assert.Equal([api.Process.Id], slices.Where(slice => slice.Value == Slices.Shortest).Select(slice => slice.Key));
        Assert.False(api.Process.HasExited);
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Quit)]
    public async Task A_signal_that_is_repeated_until_the_process_is_gone_changes_nothing(int signal)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync();
        worker.Terminate();
        await worker.Process.WaitForLineAsync("Stopped worker (sigterm)");
        Assert.Equal(0, (await worker.SendUntilGoneAsync(signal)).Code);
    }

    [Fact]
    public async Task A_part_that_holds_up_the_main_thread_does_not_hold_up_the_exit()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync(new ServiceOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["HoldUpStop"] = "true", ["Shutdown__InFlight"] = "2", ["Shutdown__Close"] = "2", ["Shutdown__Margin"] = "1",
            },
        });
        worker.Terminate();
        await worker.Process.WaitForLineAsync("a thread of the stop blocks");
        // The host learns of it by the second one, and has stopped long before its deadline.
        worker.Terminate();
        Assert.Equal(0, (await worker.WaitForExitAsync(TimeSpan.FromSeconds(30))).Code);
        Assert.Contains(worker.Process.Lines, line => line.Contains("cannot be disposed in time", StringComparison.Ordinal));
    }

    private static Task WaitsAsync(Service service) => Eventually.HoldsAsync(
        $"the main thread of {service.Name} waits for the signal",
        async () => (await File.ReadAllTextAsync($"/proc/{service.Process.Id}/syscall")).StartsWith(Waiting, StringComparison.Ordinal));
}
