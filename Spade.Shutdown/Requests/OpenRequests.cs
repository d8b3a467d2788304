using System.Globalization;
using Spade.Shutdown.InFlight;

namespace Spade.Shutdown.Requests;

/// <summary>The requests in flight, those to health endpoints apart: they end by themselves and nothing waits for them.</summary>
internal sealed class OpenRequests(TimeProvider time) : IWorkInFlight
{
    private readonly WorkSet<OpenRequest> _requests = new(time);

    public string Name => "requests";

    public WorkTally Tally => _requests.Tally;

    public void Mark() => _requests.Mark();

    public void Add(OpenRequest request) => _requests.Add(request);

    public void Remove(OpenRequest request) => _requests.Remove(request);

    /// <summary>Cuts every request that is still there and returns them.</summary>
    public IReadOnlyList<OpenRequest> AbortAll()
    {
        var aborted = _requests.AbortAll();
        // Outside the set's lock: a handler may run on, and end, in the middle of its token's cancellation.
        foreach (var request in aborted)
            request.Abort();
        return aborted;
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
