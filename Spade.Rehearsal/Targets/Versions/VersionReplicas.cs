using System.Collections.Concurrent;
using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>The replicas of a system without an AppHost: plain processes that it starts, stops and replaces.</summary>
/// <param name="budgets">The times by which a replica is stopped, by service.</param>
/// <param name="startOf">What to start for a service and a version.</param>
/// <param name="logs">Folder for what the replicas print.</param>
/// <param name="lives">Where their lives are written down.</param>
/// <param name="time">The clock of every wait.</param>
internal sealed class VersionReplicas(
    IReadOnlyDictionary<string, ServiceBudget> budgets, Func<string, StepVersion, VersionStart> startOf, string logs, LifeBook lives,
    TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, VersionProcess> _processes = new();
    private readonly ConcurrentDictionary<string, int> _wanted = new();

    /// <summary>Starts the replicas of a service side by side, and returns when all are ready.</summary>
    internal Task StartAsync(string service, int replicas, StepVersion version, CancellationToken cancellationToken)
    {
        _wanted[service] = replicas;
        return Task.WhenAll(Enumerable.Range(1, replicas)
            .Select(number => StartAsync(NameOf(service, number), service, version, cancellationToken)));
    }

    /// <summary>Replaces each replica of a service, one after the other; the new one is ready before the old one stops.</summary>
    /// <param name="service">The service.</param>
    /// <param name="version">The version of the new ones; null to keep that of the old one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task RollAsync(string service, StepVersion? version, CancellationToken cancellationToken)
    {
        foreach (var life in lives.Running(service))
        {
            var old = _processes[life.Replica];
            await StartAsync(Idle(service)!, service, version ?? old.Version, cancellationToken);
            await StopAsync(life.Replica, cancellationToken);
        }
    }

    internal Task StopAsync(string replica, CancellationToken cancellationToken)
    {
        var process = _processes[replica];
        return process.StopAsync(budgets[process.Life.Service], lives, time, cancellationToken);
    }

    /// <summary>Starts a replica whose process has ended, in the same version, and returns when it is ready. One that never ran gets the
    /// version of the others.</summary>
    internal Task StartAgainAsync(string replica, CancellationToken cancellationToken)
    {
        var like = _processes.GetValueOrDefault(replica)
            ?? _processes.Values.First(process => replica.StartsWith($"{process.Life.Service}-", StringComparison.Ordinal));
        return StartAsync(replica, like.Life.Service, like.Version, cancellationToken);
    }

    /// <summary>As many as are wanted, and one more for the time in which a replica is replaced.</summary>
    internal string? Idle(string service) => Enumerable.Range(1, _wanted[service] + 1).Select(number => NameOf(service, number))
        .FirstOrDefault(replica => lives.Current(replica) is null);

    public async ValueTask DisposeAsync()
    {
        // Together, and with their grace: an interrupted rehearsal leaves no page half read either.
        await Task.WhenAll(_processes.Values.Where(process => !process.Life.Ended.IsCompleted)
            .Select(process => process.StopAsync(budgets[process.Life.Service] with { PreStop = 0 }, lives, time, CancellationToken.None)));
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
    }

    private async Task StartAsync(string replica, string service, StepVersion version, CancellationToken cancellationToken)
    {
        if (_processes.TryRemove(replica, out var ended))
            await ended.DisposeAsync();
        var process = VersionProcess.Start(replica, service, startOf(service, version), logs, lives);
        _processes[replica] = process;
        var name = $"{replica} of the {StepWords.WordOf(version)} version";
        try
        {
            await Pace.UntilAsync(
                $"{name} is ready", () => process.Life.IsServing || process.Life.Ended.IsCompleted, ReadyLimit, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            // Otherwise it would count as a replica that runs, and the next roll would have no place for its own.
            await process.KillAsync();
            throw new TargetException($"{exception.Message} Its log is in {logs}.", exception);
        }

        if (process.Life.Ended.IsCompleted)
            throw new TargetException($"{name} ended before it was ready. Its log is in {logs}.");
    }

    private static string NameOf(string service, int number) => string.Create(CultureInfo.InvariantCulture, $"{service}-{number}");
}
