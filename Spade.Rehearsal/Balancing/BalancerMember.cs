using System.Net;
using Spade.Rehearsal.Connections;

namespace Spade.Rehearsal.Balancing;

/// <summary>One replica behind a <see cref="TcpBalancer"/>.</summary>
internal sealed class BalancerMember : IDisposable
{
    private readonly CancellationTokenSource _removed = new();
    private readonly ProbeSettings _settings;
    private readonly IPEndPoint _probed;
    private volatile bool _isReady;
    private int _failures;
    private int _connections;

    internal BalancerMember(string name, Uri address, Uri probed, ProbeSettings settings)
    {
        Name = name;
        EndPoint = LoopbackAddress.EndPointOf(address);
        _probed = LoopbackAddress.EndPointOf(probed);
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

    /// <summary>Probes until the member is removed. It blocks a thread of its own: on those of the pool, which the clients share,
    /// a probe could be late, and a member that has stopped would go on to get connections.</summary>
    internal void Probe()
    {
        do
            Judge(ReadinessProbe.Succeeds(_probed, _settings.Timeout, _removed.Token));
        while (!_removed.Token.WaitHandle.WaitOne(_settings.Interval));
    }

    public void Dispose() => _removed.Dispose();

    private void Judge(bool success)
    {
        _failures = success ? 0 : _failures + 1;
        if (_failures == 0)
            _isReady = true;
        else if (_failures >= _settings.FailureThreshold)
            _isReady = false;
    }
}
