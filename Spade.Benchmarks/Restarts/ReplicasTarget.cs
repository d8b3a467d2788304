using System.Globalization;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Services;
using Spade.Rehearsal.Balancing;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;
using Spade.Rehearsal.Targets.Http;

namespace Spade.Benchmarks.Restarts;

/// <summary>Two replicas of any service behind the rehearsal's balancer, restarted as a Deployment does it. Only what clients see is
/// judged.</summary>
internal sealed class ReplicasTarget(Shell shell, RestartedService service) : ITarget
{
    private const int Replicas = 2;

    /// <summary>From SIGTERM to SIGKILL, for every service the same: what the chart gives Spade's API.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>From the begin of a stop until the balancer knows of it. In a cluster the endpoint's removal has to reach each
    /// node.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly TcpBalancer _balancer = TcpBalancer.Start(ProbeSettings.DirectCheck);
    private readonly Queue<(RunningProgram Program, BalancerMember Member)> _replicas = [];
    private int _started;

    public string Name => $"two replicas of {service.Name}";

    public IReadOnlySet<string> Unseen => CommandTarget.UnseenByClients;

    public string? Objection(Schedule schedule) => null;

    public async Task<TargetFacts> StartAsync(CancellationToken cancellationToken)
    {
        for (var replica = 0; replica < Replicas; replica++)
            await AddAsync(cancellationToken);
        return new(new LoadServer(new Uri(_balancer.Address, service.Path)), HasDocuments: false);
    }

    /// <summary>Replaces each replica: starts another one, waits until that gets connections, then stops the old one.</summary>
    public async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
    {
        for (var replica = 0; replica < Replicas; replica++)
        {
            await AddAsync(cancellationToken);
            await StopOldestAsync(cancellationToken);
        }
        return null;
    }

    /// <summary>There is nothing to read.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _balancer.DisposeAsync();
        await Task.WhenAll(_replicas.Select(replica => replica.Program.DisposeAsync().AsTask()));
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        var running = await RunningProgram.StartAsync(shell, service.Program.On(FreePort.Take()), cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"replica-{++_started}");
        var member = _balancer.Add(new Uri(running.Url("/")), name);
        _replicas.Enqueue((running, member));
        await Pace.UntilAsync($"{name} gets connections", () => member.IsReady, ReadyLimit, TimeProvider.System, cancellationToken);
    }

    private async Task StopOldestAsync(CancellationToken cancellationToken)
    {
        var (program, member) = _replicas.Peek();
        var leaving = LeaveAsync(member, cancellationToken);
        await Task.Delay(service.PreStop, cancellationToken);
        await program.StopAsync(Grace, cancellationToken);
        _replicas.Dequeue();
        await leaving;
    }

    private async Task LeaveAsync(BalancerMember member, CancellationToken cancellationToken)
    {
        await Task.Delay(Lag, cancellationToken);
        _balancer.Remove(member);
    }
}
