namespace Spade.Worker.Processes;

/// <summary>The cores, shared by all documents: a child process runs only while its caller holds a slot. Documents take turns: a free slot
/// goes to the next document in the round, whatever number of pages another one has waiting. A document's own pages are served in
/// order.</summary>
internal sealed class ProcessSlots(ToolLimits limits)
{
    private readonly Lock _lock = new();

    /// <summary>The documents of which a page waits, the next one first.</summary>
    private readonly List<Line> _round = [];
    private int _free = limits.ProcessesAtOnce;

    /// <summary>Waits for a slot. Disposing the result frees it.</summary>
    /// <param name="document">What takes turns, compared by reference: the folder of the document's run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IDisposable> AcquireAsync(object document, CancellationToken cancellationToken)
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

            LineOf(document).Waiting.Enqueue(granted);
        }

        await using (cancellationToken.Register(() => granted.TrySetCanceled(cancellationToken)))
            await granted.Task;
        return new Slot(this);
    }

    private Line LineOf(object document)
    {
        var line = _round.Find(line => ReferenceEquals(line.Document, document));
        if (line is null)
            _round.Add(line = new Line(document));
        return line;
    }

    private void Release()
    {
        lock (_lock)
        {
            if (!TryGrant())
                _free++;
        }
    }

    private bool TryGrant()
    {
        while (_round is [var line, ..])
        {
            _round.RemoveAt(0);
            while (line.Waiting.TryDequeue(out var next))
            {
                // A wait that was cancelled is still in the line.
                if (!next.TrySetResult())
                    continue;
                if (line.Waiting.Count > 0)
                    _round.Add(line);
                return true;
            }
        }

        return false;
    }

    private sealed record Line(object Document)
    {
        public Queue<TaskCompletionSource> Waiting { get; } = [];
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
