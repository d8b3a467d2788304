using Spade.Rehearsal.Connections;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;

namespace Spade.Rehearsal.Targets.Lives;

/// <summary>The life of one local process, watched from outside: its process id, its readiness and its listener are asked for again and
/// again.</summary>
internal sealed class ReplicaLife(string replica, string service, int processId, Uri address, string? version, TimeProvider time)
{
    // A life that is steady is asked less often, so that the questions are no load of their own.
    private static readonly TimeSpan Steady = TimeSpan.FromMilliseconds(200), Changing = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private volatile Func<bool> _getsConnections = () => true;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LifeEntry _entry = new(
        replica, service, processId, version, ProcessFacts.StartedAt(processId) ?? time.GetUtcNow());

    internal string Replica => replica;

    internal string Service => service;

    internal int ProcessId => processId;

    internal Uri Address => address;

    /// <summary>Where it speaks HTTP/2; null for nowhere. Without TLS an endpoint speaks one version.</summary>
    internal Uri? Http2Address { get; init; }

    /// <summary>Completes when the process has ended.</summary>
    internal Task Ended => _ended.Task;

    internal bool IsReady { get; private set; }

    /// <summary>Whether it is ready and, behind a balancer, gets connections: a balancer finds out by probes of its own.</summary>
    internal bool IsServing => IsReady && _getsConnections();

    /// <summary>Whether its stop has begun.</summary>
    internal bool IsLeaving => Entry.StopBeganAt is not null;

    /// <summary>What is known so far.</summary>
    internal LifeEntry Entry
    {
        get
        {
            lock (_lock)
                return _entry;
        }
    }

    /// <summary>Watches until the process has ended, or until cancelled.</summary>
    internal async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!ProcessFacts.IsAlive(processId))
            {
                IsReady = false;
                Note((entry, now) => entry with { EndedAt = entry.EndedAt ?? now, ClosedAt = entry.ClosedAt ?? now });
                _ended.TrySetResult();
                return;
            }

            await AskAsync(cancellationToken);
            var pause = IsReady && !IsLeaving ? Steady : Changing;
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Its stop has begun.</summary>
    internal void BeginStop() => Note((entry, now) => entry with { StopBeganAt = entry.StopBeganAt ?? now });

    /// <summary>A balancer is in front of it.</summary>
    internal void JoinBalancer(Func<bool> getsConnections) => _getsConnections = getsConnections;

    /// <summary>It gets no new connections.</summary>
    internal void LeaveBalancer() => Note((entry, now) => entry with { LeftBalancerAt = entry.LeftBalancerAt ?? now });

    /// <summary>A signal has been sent that ends it. A later SIGKILL is what ended it.</summary>
    internal void Signal(string signal) => Note((entry, now) => entry with
    {
        SignalledAt = entry.SignalledAt ?? now,
        Signal = signal == "SIGKILL" ? signal : entry.Signal ?? signal,
    });

    /// <summary>Its parent has told how it ended.</summary>
    /// <param name="exitCode">Its exit code; below zero for an end by a signal that the parent does not name.</param>
    internal void Exit(int? exitCode) => Note(
        (entry, _) => entry with { ExitCode = exitCode is < 0 ? 128 + NumberOf(entry.Signal) : exitCode });

    private static int NumberOf(string? signal) => Enum.TryParse<UnixSignal>(signal, out var known) ? (int)known : 0;

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var connection = await RawConnection.ConnectAsync(address, either.Token);
            await connection.SendAsync($"GET /health/ready HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n",
                either.Token);
            var response = await connection.ReadResponseAsync(either.Token);
            IsReady = response.Status is >= 200 and < 400;
            Note(IsReady ? Ready : NotReady);
        }
        catch (Exception exception) when (Failures.KindOf(exception) is { } failure)
        {
            if (failure != RequestOutcome.Refused)
                return;
            IsReady = false;
            Note(Closed);
        }
    }

    /// <summary>Before its signal a moment in which it was not ready is none of its stop.</summary>
    private static LifeEntry Ready(LifeEntry entry, DateTimeOffset now) => entry with
    {
        ReadyAt = entry.ReadyAt ?? now,
        NotReadyAt = entry.SignalledAt is null ? null : entry.NotReadyAt,
    };

    private static LifeEntry NotReady(LifeEntry entry, DateTimeOffset now) =>
        entry.ReadyAt is null ? entry : entry with { NotReadyAt = entry.NotReadyAt ?? now };

    /// <summary>A process that starts has not opened its listener yet.</summary>
    private static LifeEntry Closed(LifeEntry entry, DateTimeOffset now) =>
        entry.ReadyAt is null ? entry : entry with { ClosedAt = entry.ClosedAt ?? now };

    private void Note(Func<LifeEntry, DateTimeOffset, LifeEntry> change)
    {
        lock (_lock)
            _entry = change(_entry, time.GetUtcNow());
    }
}
