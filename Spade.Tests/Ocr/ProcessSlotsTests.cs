using Spade.Worker.Processes;

namespace Spade.Tests.Ocr;

/// <summary>Documents take turns at the slots.</summary>
public sealed class ProcessSlotsTests
{
    private readonly ISlotUser _long = new Document("");
    private readonly ISlotUser _short = new Document("");
    private readonly ISlotUser _other = new Document("");
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
    public async Task Groups_take_turns_before_their_documents_do()
    {
        var (first, second, other) = (new Document("a"), new Document("a"), new Document("b"));
        var slots = new ProcessSlots(new ToolLimits(1, 1, 1));
        var held = await slots.AcquireAsync(first, CancellationToken.None);
        Task[] waiting =
        [
            WaitAsync(slots, first, "a first 1"), WaitAsync(slots, first, "a first 2"), WaitAsync(slots, second, "a second 1"),
            WaitAsync(slots, second, "a second 2"), WaitAsync(slots, other, "b 1"), WaitAsync(slots, other, "b 2"),
        ];
        held.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal(["a first 1", "b 1", "a second 1", "b 2", "a first 2", "a second 2"], _order);
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

    private async Task WaitAsync(ProcessSlots slots, ISlotUser document, string name)
    {
        using (await slots.AcquireAsync(document, CancellationToken.None))
            _order.Add(name);
    }

    /// <summary>A class and no record: documents are compared by reference.</summary>
    private sealed class Document(string group) : ISlotUser
    {
        public string Group => group;
    }
}
