using Spade.Rehearsal.History;

namespace Spade.Tests.Rehearsal.Histories;

/// <summary>A history made by hand that a test changes in one place.</summary>
internal sealed class SampleHistory(IEnumerable<HistoryEntry> entries)
{
    public static readonly DateTimeOffset Begin = new(2027, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly List<HistoryEntry> _entries = [.. entries];

    public IReadOnlyList<HistoryEntry> Entries => _entries;

    /// <summary>A moment, in seconds from the begin of the load.</summary>
    public static DateTimeOffset At(double seconds) => Begin + TimeSpan.FromSeconds(seconds);

    public SampleHistory Add(params HistoryEntry[] added)
    {
        _entries.AddRange(added);
        return this;
    }

    /// <summary>Changes the only entry that fits.</summary>
    public SampleHistory Change<T>(Predicate<T> which, Func<T, T> change) where T : HistoryEntry
    {
        var index = Assert.Single(_entries.Index(), entry => entry.Item is T item && which(item)).Index;
        _entries[index] = change((T)_entries[index]);
        return this;
    }

    public SampleHistory ChangeAll<T>(Func<T, T> change) where T : HistoryEntry
    {
        Assert.Contains(_entries, entry => entry is T);
        for (var index = 0; index < _entries.Count; index++)
        {
            if (_entries[index] is T item)
                _entries[index] = change(item);
        }

        return this;
    }

    /// <summary>Removes what fits, which must be something.</summary>
    public SampleHistory Remove<T>(Predicate<T> which) where T : HistoryEntry
    {
        Assert.NotEqual(0, _entries.RemoveAll(entry => entry is T item && which(item)));
        return this;
    }

    public SampleHistory Remove<T>() where T : HistoryEntry => Remove<T>(_ => true);

    public T The<T>(Func<T, bool> which) where T : HistoryEntry => Assert.Single(_entries.OfType<T>(), item => which(item));
}
