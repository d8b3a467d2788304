using System.Net;
using Spade.Tests.Load;

namespace Spade.Tests.Balancing;

/// <summary>One replica behind a <see cref="TcpBalancer"/>.</summary>
internal sealed class BalancerMember : IDisposable
{
    private readonly CancellationTokenSource _removed = new();
    private readonly Uri _question;
    private readonly ProbeSettings _settings;
    private volatile bool _isReady;
    private int _failures;
    private int _connections;

    internal BalancerMember(string name, Uri address, ProbeSettings settings)
    {
        Name = name;
        EndPoint = RawConnection.LoopbackEndPoint(address);
        _question = new Uri(address, "/health/ready");
        _settings = settings;
    }

    public string Name { get; }

    public IPEndPoint EndPoint { get; }

    /// <summary>Whether it gets new connections.</summary>
    public bool IsReady => _isReady && !_removed.IsCancellationRequested;

    /// <summary>How many connections it has been given so far.</summary>
    public int Connections => _connections;

    internal void CountConnection() => Interlocked.Increment(ref _connections);

    internal void Remove() => _removed.Cancel();

    internal async Task ProbeAsync()
    {
        using var timer = new PeriodicTimer(_settings.Interval);
        try
        {
            do
                Judge(await RawHttp.ProbeAsync(_question, _settings.Timeout, _removed.Token));
            while (await timer.WaitForNextTickAsync(_removed.Token));
        }
        catch (OperationCanceledException)
        {
            // Removed.
        }
    }

    public void Dispose() => _removed.Dispose();

    private void Judge(Probe probe)
    {
        _failures = probe.Status is >= 200 and < 400 ? 0 : _failures + 1;
        if (_failures == 0)
            _isReady = true;
        else if (_failures >= _settings.FailureThreshold)
            _isReady = false;
    }
}
