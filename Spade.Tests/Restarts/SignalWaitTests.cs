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
        var worker = await WaitingWorkerAsync(system);
        worker.Terminate();
        Assert.Equal(0, (await worker.WaitForExitAsync()).Code);
        Assert.Contains("a thread of the stop blocks SigBlk:\t0000000000000000", worker.Process.Lines);
    }

    [KernelFact("6.12")]
    public async Task The_main_thread_alone_asks_the_kernel_to_run_as_soon_as_it_wakes()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await WaitingWorkerAsync(system, HeldUp);
        var before = Slices.OfThreads(worker.Process.Id);
        worker.Terminate();
        await worker.Process.WaitForLineAsync("a thread of the stop blocks");
        foreach (var slices in new[] { before, Slices.OfThreads(worker.Process.Id) })
            Assert.Equal([worker.Process.Id], slices.Where(slice => slice.Value == Slices.Shortest).Select(slice => slice.Key));
        Assert.False(worker.Process.HasExited);
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
    public async Task A_part_that_holds_the_main_thread_is_not_waited_for_beyond_the_time_to_close()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await WaitingWorkerAsync(system, HeldUp);
        worker.Terminate();
        await worker.Process.WaitForLineAsync("a thread of the stop blocks");
        // The first one is stuck before the host learns of it.
        worker.Terminate();
        Assert.Equal(0, (await worker.WaitForExitAsync(TimeSpan.FromSeconds(60))).Code);
        Assert.Contains(worker.Process.Lines, line => line.Contains("holds the main thread", StringComparison.Ordinal));
    }

    private static ServiceOptions HeldUp => new()
    {
        Environment = new Dictionary<string, string> { ["HoldUpStop"] = "true", ["Shutdown__Close"] = "2" },
    };

    /// <summary>A worker all of whose parts have started, and whose main thread waits.</summary>
    private static async Task<Service> WaitingWorkerAsync(SpadeSystem system, ServiceOptions? options = null)
    {
        var worker = await system.LaunchTestWorkerAsync(options);
        await worker.Process.WaitForLineAsync("Started test-worker");
        await WaitsAsync(worker);
        return worker;
    }

    private static Task WaitsAsync(Service service) => Eventually.HoldsAsync(
        $"the main thread of {service.Name} waits for the signal",
        async () => (await File.ReadAllTextAsync($"/proc/{service.Process.Id}/syscall")).StartsWith(Waiting, StringComparison.Ordinal));
}
