namespace Spade.Worker.Processes;

/// <summary>The pages that wait for a slot. Groups take turns, in each group the documents do, and a document's own pages are served in
/// order.</summary>
internal sealed class SlotRound
{
    /// <summary>The groups of which a page waits, the next one first.</summary>
    private readonly List<Group> _groups = [];

    public void Add(ISlotUser document, TaskCompletionSource page)
    {
        var group = _groups.Find(group => group.Name == document.Group);
        if (group is null)
            _groups.Add(group = new Group(document.Group));
        group.LineOf(document).Pages.Enqueue(page);
    }

    /// <returns>False when no page waits.</returns>
    public bool TryGrant()
    {
        while (_groups is [var group, ..])
        {
            _groups.RemoveAt(0);
            var isGranted = group.TryGrant();
            if (!group.IsEmpty)
                _groups.Add(group);
            if (isGranted)
                return true;
        }

        return false;
    }

    private sealed class Group(string name)
    {
        /// <summary>The documents of which a page waits, the next one first.</summary>
        private readonly List<Line> _lines = [];

        public string Name => name;

        public bool IsEmpty => _lines.Count == 0;

        public Line LineOf(ISlotUser document)
        {
            var line = _lines.Find(line => ReferenceEquals(line.Document, document));
            if (line is null)
                _lines.Add(line = new Line(document, []));
            return line;
        }

        public bool TryGrant()
        {
            while (_lines is [var line, ..])
            {
                _lines.RemoveAt(0);
                while (line.Pages.TryDequeue(out var next))
                {
                    // A wait that was cancelled is still in the line.
                    if (!next.TrySetResult())
                        continue;
                    if (line.Pages.Count > 0)
                        _lines.Add(line);
                    return true;
                }
            }

            return false;
        }
    }

    private sealed record Line(ISlotUser Document, Queue<TaskCompletionSource> Pages);
}
