using System.Globalization;
using Spade.Tests.EndToEnd;
using Spade.Tests.Infrastructure;
using Spade.Tests.Restarts.Rig;
using Spade.Tests.Worker;

namespace Spade.Tests.Restarts;

/// <summary>How a signal gets into the process.</summary>
public sealed class SignalWaitTests
{
    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Quit)]
    [InlineData(Signals.Interrupt)]
    public async Task The_main_thread_takes_the_signal_itself(int signal)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync();
        worker.Send(signal);
        Assert.Equal(0, (await worker.WaitForExitAsync()).Code);
        Assert.Contains("the stop began on the main thread", worker.Process.Lines);
    }

    [Fact]
    public async Task No_thread_of_a_draining_process_blocks_a_signal_so_that_no_child_is_deaf_to_it()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var api = system.LaunchApi();
        await api.ReadyAsync();
        api.Terminate();
        await api.Process.WaitForLineAsync("serving on for");
        await Eventually.HoldsAsync("no thread blocks a signal", () => Task.FromResult(Blocked(api.Process.Id) == 0));
        Assert.False(api.Process.HasExited);
    }

    [Fact]
    public async Task The_main_thread_alone_asks_the_kernel_to_run_as_soon_as_it_wakes()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var api = system.LaunchApi();
        await api.ReadyAsync();
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
    public async Task A_signal_that_is_repeated_until_the_last_moment_changes_nothing(int signal)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchTestWorkerAsync();
        worker.Terminate();
        var exit = worker.WaitForExitAsync();
        while (!exit.IsCompleted)
        {
            Signals.Send(worker.Process.Id, signal);
            await Task.Yield();
        }
        Assert.Equal(0, (await exit).Code);
    }

    /// <summary>The signals that any of its threads blocks.</summary>
    private static ulong Blocked(int processId) => Directory.GetDirectories($"/proc/{processId}/task")
        .SelectMany(task => File.ReadLines($"{task}/status"))
        .Where(line => line.StartsWith("SigBlk:", StringComparison.Ordinal))
        .Aggregate(0UL, (blocked, line) => blocked | ulong.Parse(line["SigBlk:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
