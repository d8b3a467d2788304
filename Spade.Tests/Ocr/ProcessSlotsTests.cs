using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>Documents take turns at the slots.</summary>
public sealed class ProcessSlotsTests
{
    private readonly object _long = new();
    private readonly object _short = new();
    private readonly object _other = new();
    private readonly List<string> _order = [];

    [Fact]
    public async Task A_free_slot_goes_to_the_next_document_whatever_number_of_pages_another_has_waiting()
    {
        var slots = new ProcessSlots(new ToolLimits(1, 1, 1));
        var held = await slots.AcquireAsync(_long, CancellationToken.None);
        Task[] waiting =
        [
            WaitAsync(slots, _long, "long 1"), WaitAsync(slots, _long, "long 2"), WaitAsync(slots, _long, "long 3"),
            WaitAsync(slots, _short, "short 1"), WaitAsync(slots, _other, "other 1"), WaitAsync(slots, _other, "other 2"),
        ];
        held.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal(["long 1", "short 1", "other 1", "long 2", "other 2", "long 3"], _order);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_takes_no_slot()
    {
        var slots = new ProcessSlots(new ToolLimits(1, 1, 1));
        var held = await slots.AcquireAsync(_long, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var cancelled = slots.AcquireAsync(_short, cancel.Token);
        var waiting = WaitAsync(slots, _other, "other");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        held.Dispose();
        await waiting;
        Assert.Equal(["other"], _order);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slots.AcquireAsync(_short, cancel.Token));
        (await slots.AcquireAsync(_short, CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task A_slot_that_is_freed_twice_is_one_slot()
    {
        var slots = new ProcessSlots(new ToolLimits(1, 1, 1));
        var held = await slots.AcquireAsync(_long, CancellationToken.None);
        held.Dispose();
        held.Dispose();
        using var one = await slots.AcquireAsync(_long, CancellationToken.None);
        Assert.False(slots.AcquireAsync(_long, CancellationToken.None).IsCompleted);
    }

    private async Task WaitAsync(ProcessSlots slots, object document, string name)
    {
        using (await slots.AcquireAsync(document, CancellationToken.None))
            _order.Add(name);
    }
}
