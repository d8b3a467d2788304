namespace Spade.Worker.Processes;

/// <summary>The cores, shared by all documents: a child process runs only while its caller holds a slot. Groups take turns, and so do the
/// documents of each: a free slot goes to the next one in the round, whatever number of pages another one has waiting. A document's own
/// pages are served in order.</summary>
internal sealed class ProcessSlots(ToolLimits limits)
{
    private readonly Lock _lock = new();
    private readonly SlotRound _round = new();
    private int _free = limits.ProcessesAtOnce;

    /// <summary>Waits for a slot. Disposing the result frees it.</summary>
    /// <param name="document">What takes turns.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IDisposable> AcquireAsync(ISlotUser document, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            // A slot is free only while no page waits.
            if (_free > 0)
            {
                _free--;
                return new Slot(this);
            }

            _round.Add(document, granted);
        }

        await using (cancellationToken.Register(() => granted.TrySetCanceled(cancellationToken)))
            await granted.Task;
        return new Slot(this);
    }

    private void Release()
    {
        lock (_lock)
        {
            if (!_round.TryGrant())
                _free++;
        }
    }

    private sealed class Slot(ProcessSlots slots) : IDisposable
    {
        private bool _isFree;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isFree, true))
                slots.Release();
        }
    }
}
