using System.Collections.Concurrent;
using Spade.Rehearsal.Balancing;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>A balancer in front of the API's replicas that learns of everything late, as load balancers outside of a cluster do. A replica
/// leaves it this long after its stop has begun, or after its readiness has failed for as long.</summary>
internal sealed class LagBalancer : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, BalancerMember> _members = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TcpBalancer _balancer;
    private readonly TimeSpan _lag;
    private readonly TimeProvider _time;

    internal LagBalancer(LifeBook lives, TimeSpan lag, TimeProvider time)
    {
        (_lag, _time) = (lag, time);
        _balancer = TcpBalancer.Start(new ProbeSettings(Interval, 1 + (int)(lag / Interval), Interval));
        lives.Begun += life =>
        {
            if (life.Service == ServiceNames.Api)
                _members[life.ProcessId] = _balancer.Add(life.Address, life.Replica);
        };
        lives.Leaving += life => _ = LeaveAsync(life);
    }

    internal Uri Address => _balancer.Address;

    /// <summary>The replica that serves the connection of a client with this local port.</summary>
    internal string? ReplicaOf(int clientPort) => _balancer.MemberOf(clientPort);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _balancer.DisposeAsync();
        _end.Dispose();
    }

    private async Task LeaveAsync(ReplicaLife life)
    {
        if (!_members.TryRemove(life.ProcessId, out var member))
            return;
        await Task.Delay(_lag, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_end.IsCancellationRequested)
            return;
        life.LeaveBalancer();
        _balancer.Remove(member);
    }
}
