namespace Spade.Tests.Load;

/// <summary>Records the requests of all clients of a fleet.</summary>
internal sealed class FleetJournal
{
    private readonly Lock _lock = new();
    private readonly List<RequestRecord> _requests = [];
    private readonly HashSet<string> _documents = [];
    private int _connections;

    /// <summary>How many requests have ended so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _requests.Count;
        }
    }

    public void Add(RequestRecord request)
    {
        lock (_lock)
            _requests.Add(request);
    }

    public void AddDocument(string id)
    {
        lock (_lock)
            _documents.Add(id);
    }

    public void AddConnection() => Interlocked.Increment(ref _connections);

    public FleetReport Report()
    {
        lock (_lock)
            return new FleetReport([.. _requests], [.. _documents], _connections);
    }
}
