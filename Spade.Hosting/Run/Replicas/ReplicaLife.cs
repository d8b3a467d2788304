using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Probes;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>One process of a replica, from its start to its end.</summary>
internal sealed partial class ReplicaLife(Replica replica, IResource resource, SessionProcess process, ReplicaTools tools, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<StopPlan> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StopPlan> _hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _healthKey = new ReplicaReadiness(resource, 1).Keys[0];
    private readonly long _began = tools.Run.Clock.GetTimestamp();
    private StopBeginning? _left;
    private bool _wasReady;

    /// <summary>True when a probe found that the process must be started anew.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>Ends when nothing of the process is left.</summary>
    internal async Task RunAsync()
    {
        await using var ended = process;
        TellStarted();
        process.LetRun();
        using var over = new CancellationTokenSource();
        var probes = new ReplicaProbes(resource, replica.Doors.Ports, replica.Doors.BalancedPorts, tools.Clients, tools.Run.Clock);
        var probing = Task.Run(() => ProbeAsync(probes, over.Token), CancellationToken.None);
        var exited = process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(exited, _told.Task);
        var stop = _told.Task.IsCompletedSuccessfully ? await StopAsync(await _told.Task) : null;
        Leave();
        await over.CancelAsync();
        await probing;
        await EndAsync(stop);
    }

    /// <summary>Begins the stop, by leaving the balancer; an interrupt shortens one that is under way.</summary>
    internal void Stop(StopPlan plan)
    {
        Leave();
        if (!_told.TrySetResult(plan) && plan.Signal == Signals.Interrupt)
            _hurried.TrySetResult(plan);
    }

    private void TellStarted()
    {
        var addresses = string.Concat(replica.Doors.Ports.Select(
            entry => string.Create(CultureInfo.InvariantCulture, $", {entry.Key.UriScheme}://127.0.0.1:{entry.Value}")));
        Log.Started(logger, process.Id, addresses);
        replica.Publish(snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = tools.Run.Clock.GetUtcNow().UtcDateTime,
            ProcessId = process.Id,
            HealthReports = [new(_healthKey, null, null, null)],
        });
    }

    /// <summary>A replica that cannot be asked is not ready: nobody knows how it is.</summary>
    private async Task ProbeAsync(ReplicaProbes probes, CancellationToken over)
    {
        try
        {
            await probes.RunAsync(SetReadiness, Lose, over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The end of the process.
        }
        catch (Exception exception)
        {
            Log.ProbesFailed(logger, exception.Message);
            SetReadiness($"its probes failed: {exception.Message}");
        }
    }

    private async Task<StopSequence> StopAsync(StopPlan plan)
    {
        var sequence = new StopSequence(process, _left!, replica.Doors.AreBalanced, logger, tools.Run.Clock);
        replica.Publish(snapshot => snapshot with { State = KnownResourceStates.Stopping });
        await sequence.RunAsync(plan, _hurried.Task);
        return sequence;
    }

    /// <summary>No new connections from here on, whatever a probe that is under way will say.</summary>
    private void Leave()
    {
        lock (_lock)
        {
            replica.Doors.Close();
            _left ??= StopBeginning.Now(tools.Run.Clock);
        }
    }

    /// <summary>The readiness probe's word: null for ready, otherwise why not.</summary>
    private void SetReadiness(string? wrong)
    {
        lock (_lock)
        {
            if (_left is not null)
                return;
            TellReadiness(wrong);
            if (wrong is null)
                replica.Doors.Open();
            else
                replica.Doors.Close();
            _wasReady |= wrong is null;
        }

        replica.Publish(snapshot => snapshot.State?.Text != KnownResourceStates.Running ? snapshot : snapshot with
        {
            HealthReports = [new(_healthKey, wrong is null ? HealthStatus.Healthy : HealthStatus.Unhealthy, wrong, null)],
            ResourceReadyEvent = wrong is null ? snapshot.ResourceReadyEvent ?? new(Task.CompletedTask) : snapshot.ResourceReadyEvent,
        });
    }

    private void TellReadiness(string? wrong)
    {
        if (wrong is null && _wasReady)
            Log.ReadyAgain(logger);
        else if (wrong is null)
            Log.Ready(logger, tools.Run.Clock.GetElapsedTime(_began).TotalSeconds);
        else if (_wasReady)
            Log.NotReady(logger, wrong);
    }

    /// <summary>What the kubelet does with a container whose liveness or startup probe has failed for too long.</summary>
    private void Lose(string reason)
    {
        if (_told.Task.IsCompleted)
            return;
        Log.Lost(logger, reason);
        IsLost = true;
        Stop(StopPlan.OfKubelet(resource));
    }

    private async Task EndAsync(StopSequence? stop)
    {
        var killed = process.KillRest();
        await process.DrainOutputAsync();
        if (stop is not null)
            stop.TellEnd();
        else if (process.ExitCode == 0)
            Log.Finished(logger);
        else
            Log.Died(logger, process.ExitCode, SignalOf(process.ExitCode));
        if (killed.Count > 0)
            Log.RestKilled(logger, string.Join(", ", killed));
        replica.Publish(snapshot => snapshot with
        {
            State = stop is not null || process.ExitCode != 0 ? KnownResourceStates.Exited : KnownResourceStates.Finished,
            ExitCode = process.ExitCode,
            StopTimeStamp = tools.Run.Clock.GetUtcNow().UtcDateTime,
            ProcessId = null,
            Stop = stop?.Timeline,
        });
    }

    /// <summary>.NET reports a signal's death as 128 and its number, as shells do.</summary>
    private static string SignalOf(int exitCode) =>
        exitCode is > 128 and < 128 + 65 ? string.Create(CultureInfo.InvariantCulture, $" (signal {exitCode - 128})") : "";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "started as process {ProcessId}{Addresses}")]
        internal static partial void Started(ILogger logger, int processId, string addresses);

        [LoggerMessage(LogLevel.Information, "ready after {Seconds:0.0} s")]
        internal static partial void Ready(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Information, "ready again")]
        internal static partial void ReadyAgain(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "not ready, out of the balancer: {Reason}")]
        internal static partial void NotReady(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "its probes failed, so it counts as not ready until it is restarted: {Reason}")]
        internal static partial void ProbesFailed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "{Reason}; it is started anew")]
        internal static partial void Lost(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Information, "finished")]
        internal static partial void Finished(ILogger logger);

        [LoggerMessage(LogLevel.Error, "ended by itself with exit code {ExitCode}{Signal}; the others run on")]
        internal static partial void Died(ILogger logger, int exitCode, string signal);

        [LoggerMessage(LogLevel.Warning, "left processes behind, killed: {Processes}")]
        internal static partial void RestKilled(ILogger logger, string processes);
    }
}
