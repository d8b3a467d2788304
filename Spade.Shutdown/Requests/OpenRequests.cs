using System.Globalization;
using Spade.Shutdown.InFlight;

namespace Spade.Shutdown.Requests;

/// <summary>The requests in flight, those to health endpoints apart: they end by themselves and nobody waits for them.</summary>
internal sealed class OpenRequests(TimeProvider time) : IWorkInFlight
{
    private readonly WorkSet<OpenRequest> _requests = new(time);
    // Held for a few instructions: sums in the ledger that add up are worth more than the nanoseconds.
    private readonly Lock _lock = new();
    private bool _marked;
    private WorkTally _tally;

    public string Name => "requests";

    public WorkTally Tally
    {
        get
        {
            lock (_lock)
                return _tally;
        }
    }

    public void Mark()
    {
        lock (_lock)
        {
            _marked = true;
            _tally = new WorkTally(_requests.Count, 0, 0, 0, 0);
        }
    }

    public void Add(OpenRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
            if (_marked)
                _tally = _tally with { Begun = _tally.Begun + 1 };
        }
    }

    public void Remove(OpenRequest request)
    {
        lock (_lock)
        {
            if (_requests.Remove(request) && _marked && !request.IsAborted)
                _tally = _tally with { Finished = _tally.Finished + 1 };
        }
    }

    /// <summary>Cuts every request that is still there and returns them.</summary>
    public IReadOnlyList<OpenRequest> AbortAll()
    {
        List<OpenRequest> left;
        lock (_lock)
        {
            left = [.. _requests.Snapshot().Where(request => request.MarkAborted())];
            _tally = _tally with { Aborted = _tally.Aborted + left.Count };
        }
        // Outside the lock: a handler may run on, and end, in the middle of its token's cancellation.
        left.ForEach(request => request.Abort());
        return left;
    }

    /// <summary>Waits until there are none; false when the time is up first.</summary>
    public Task<bool> WaitForNoneAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _requests.WaitForNoneAsync(limit, cancellationToken);

    /// <summary>What is in flight, oldest first.</summary>
    public IReadOnlyList<OpenRequest> Snapshot() => [.. _requests.Snapshot().OrderBy(request => request.Began)];

    /// <summary>How long a request has been in flight.</summary>
    public TimeSpan AgeOf(OpenRequest request) => time.GetElapsedTime(request.Began);

    public IReadOnlyList<string> Describe() => [.. Snapshot().Select(request => string.Create(
        CultureInfo.InvariantCulture, $"{request.Method} {request.Path}, for {AgeOf(request).TotalSeconds:0.0} s"))];
}
