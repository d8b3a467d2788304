using System.Collections.Concurrent;
using Spade.Rehearsal.Balancing;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>The balancer in front of the API's replicas. As behind a Kubernetes Service, a client's connection stays with its replica, so
/// that every answer has a known one. A lag makes it learn of everything late, as load balancers outside of a cluster do: a replica leaves
/// it this long after its stop has begun, or after its readiness has failed for as long.</summary>
internal sealed class ReplicaBalancer : IAsyncDisposable
{
    // As patient as the readiness probes of the chart, 2 s twice: a busy machine must not lose every replica at once.
    private static readonly ProbeSettings Prompt = new(TimeSpan.FromMilliseconds(500), FailureThreshold: 4, TimeSpan.FromSeconds(1));
    private static readonly TimeSpan LaggingInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, Action> _removals = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TcpBalancer _balancer, _http2Balancer;
    private readonly TimeSpan _lag;
    private readonly TimeProvider _time;

    internal ReplicaBalancer(LifeBook lives, TimeSpan lag, TimeProvider time)
    {
        (_lag, _time) = (lag, time);
        var probes = lag == TimeSpan.Zero
            ? Prompt
            : new ProbeSettings(LaggingInterval, 1 + (int)(lag / LaggingInterval), LaggingInterval);
        (_balancer, _http2Balancer) = (TcpBalancer.Start(probes), TcpBalancer.Start(probes));
        lives.Begun += Add;
        lives.Leaving += life => _ = LeaveAsync(life);
    }

    internal Uri Address => _balancer.Address;

    /// <summary>Leads to the replicas that speak HTTP/2.</summary>
    internal Uri Http2Address => _http2Balancer.Address;

    /// <summary>The replica that serves the connection of a client with this local port.</summary>
    internal string? ReplicaOf(int clientPort) => _balancer.MemberOf(clientPort);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _balancer.DisposeAsync();
        await _http2Balancer.DisposeAsync();
        _end.Dispose();
    }

    private void Add(ReplicaLife life)
    {
        if (life.Service != ServiceNames.Api)
            return;
        var member = _balancer.Add(life.Address, life.Replica);
        var http2Member = life.Http2Address is { } address ? _http2Balancer.Add(address, life.Replica, probed: life.Address) : null;
        _removals[life.ProcessId] = () =>
        {
            _balancer.Remove(member);
            if (http2Member is not null)
                _http2Balancer.Remove(http2Member);
        };
        life.JoinBalancer(() => member.IsReady && http2Member is not { IsReady: false });
        // A process that ends without a stop, such as a killed one, leaves as its probes fail.
        _ = life.Ended.ContinueWith(
            _ => RemoveAsync(life), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task LeaveAsync(ReplicaLife life)
    {
        await Task.Delay(_lag, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_end.IsCancellationRequested && Remove(life))
            life.LeaveBalancer();
    }

    /// <summary>The port of a process that has ended may be given to another one; until the lag is over it is tried all the same.</summary>
    private async Task RemoveAsync(ReplicaLife life)
    {
        await Task.Delay(_lag, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_end.IsCancellationRequested)
            Remove(life);
    }

    private bool Remove(ReplicaLife life)
    {
        if (!_removals.TryRemove(life.ProcessId, out var remove))
            return false;
        remove();
        return true;
    }
}
