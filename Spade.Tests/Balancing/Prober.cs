using Spade.Tests.Load;

namespace Spade.Tests.Balancing;

/// <summary>Probes an address again and again on new connections and records each result.</summary>
internal sealed class Prober : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Probe> _timeline = [];
    private readonly Task _asking;

    private Prober(Uri address, TimeSpan every) => _asking = Task.Run(() => AskAsync(address, every));

    /// <summary>All probes so far, oldest first.</summary>
    public IReadOnlyList<Probe> Timeline
    {
        get
        {
            lock (_timeline)
                return [.. _timeline];
        }
    }

    public static Prober Start(Uri address, TimeSpan every) => new(address, every);

    /// <summary>The first probe after <paramref name="since"/> that matches; null when there is none yet.</summary>
    public Probe? FirstAfter(DateTimeOffset since, Func<Probe, bool> match) =>
        Timeline.FirstOrDefault(probe => probe.At >= since && match(probe));

    /// <summary>Time from the first to the last probe with a status; zero when there is none.</summary>
    public TimeSpan VisibleFor(int status)
    {
        var seen = Timeline.Where(probe => probe.Status == status).ToList();
        return seen.Count == 0 ? TimeSpan.Zero : seen[^1].At - seen[0].At;
    }

    /// <summary>Stops probing and returns all probes.</summary>
    public async Task<IReadOnlyList<Probe>> StopAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        return Timeline;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task AskAsync(Uri address, TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            do
                Add(await RawHttp.ProbeAsync(address, Timeout, _stop.Token));
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void Add(Probe probe)
    {
        lock (_timeline)
            _timeline.Add(probe);
    }
}
