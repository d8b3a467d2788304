using System.Diagnostics;
using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>A replica that runs as a plain process.</summary>
internal sealed class VersionProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly ProcessGuard _guard;
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private VersionProcess(Process process, StreamWriter log, StepVersion version)
    {
        (_process, _log, Version) = (process, log, version);
        _guard = new ProcessGuard(process.Id, process.StartInfo.WorkingDirectory);
    }

    internal StepVersion Version { get; }

    internal ReplicaLife Life { get; private init; } = null!;

    /// <summary>Starts a replica on a free port. It is watched from now on.</summary>
    internal static VersionProcess Start(string replica, string service, VersionStart what, string logs, LifeBook lives)
    {
        var programs = what.Programs;
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take()}"));
        // A session of its own: Ctrl+C at the terminal reaches the rehearsal only, which stops it in order.
        var start = new ProcessStartInfo("setsid", ["dotnet", programs.Of(service)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(programs.Of(service)),
            Environment = { ["ASPNETCORE_URLS"] = address.ToString(), ["OTEL_SERVICE_NAME"] = service },
        };
        foreach (var (name, value) in what.Environment)
            start.Environment[name] = value;
        var log = new StreamWriter(Path.Combine(logs, $"{replica}.log"), append: true) { AutoFlush = true };
        var process = new Process { StartInfo = start };
        process.Start();
        var started = new VersionProcess(process, log, programs.Version)
        {
            Life = lives.Begin(replica, service, process.Id, address, programs.Name),
        };
        process.OutputDataReceived += (_, line) => started.Write(line.Data);
        process.ErrorDataReceived += (_, line) => started.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = started.NoteExitAsync();
        return started;
    }

    /// <summary>Stops it as the kubelet does: out of the balancer, preStop, SIGTERM, and SIGKILL at the end of the grace period.</summary>
    internal async Task StopAsync(ServiceBudget budget, LifeBook lives, TimeProvider time, CancellationToken cancellationToken)
    {
        lives.BeginStop(Life);
        var began = time.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(budget.PreStop), time, cancellationToken);
        Send(UnixSignal.SIGTERM);
        var left = TimeSpan.FromSeconds(budget.Grace) - time.GetElapsedTime(began);
        await Life.Ended.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Life.Ended.IsCompleted)
            Send(UnixSignal.SIGKILL);
        await _exited.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends it at once, with its children.</summary>
    internal async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            Life.Signal(nameof(UnixSignal.SIGKILL));
            _process.Kill(entireProcessTree: true);
        }

        await _exited.Task;
    }

    /// <summary>Ends it, if it still runs, and returns when its exit code has been noted.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _guard.Dispose();
        _process.Dispose();
        lock (_writing)
            _log.Dispose();
    }

    private void Send(UnixSignal signal)
    {
        Life.Signal(signal.ToString());
        UnixSignals.Send(Life.ProcessId, signal);
    }

    private async Task NoteExitAsync()
    {
        await _process.WaitForExitAsync();
        Life.Exit(_process.ExitCode);
        _exited.TrySetResult();
    }

    private void Write(string? line)
    {
        lock (_writing)
        {
            if (line is not null && _log.BaseStream is not null)
                _log.WriteLine(line);
        }
    }
}
