using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Spade.Hosting.Processes;

namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops one process as the kubelet does: preStop, the signal, and SIGKILL when the grace period, counted from the beginning,
/// is over.</summary>
internal sealed partial class InstanceStop(Process process, GracefulShutdownAnnotation budget, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly long _began = time.GetTimestamp();
    private readonly CancellationTokenSource _preStopOver = new();
    private readonly CancellationTokenSource _graceOver = new(budget.GracePeriod, time);
    private int _signal;

    /// <summary>How long it took; the whole once <see cref="RunAsync"/> has ended.</summary>
    internal TimeSpan Elapsed { get; private set; }

    /// <param name="signal">SIGTERM, or SIGINT when the AppHost was interrupted.</param>
    /// <param name="preStop">Whether to wait <see cref="GracefulShutdownAnnotation.PreStop"/> first.</param>
    internal async Task RunAsync(int signal, bool preStop)
    {
        if (preStop && budget.PreStop > TimeSpan.Zero)
        {
            Log.PreStop(logger, budget.PreStop.TotalSeconds);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_preStopOver.Token);
            over.CancelAfter(budget.PreStop);
            await WaitForExitAsync(over.Token);
        }

        Signal(signal);
        await WaitForExitAsync(_graceOver.Token);
        Elapsed = time.GetElapsedTime(_began);
        if (process.HasExited)
            return;
        Log.Killed(logger, Elapsed.TotalSeconds, budget.GracePeriod.TotalSeconds);
        // With its children: they would go on for nobody.
        process.Kill(entireProcessTree: true);
    }

    /// <summary>The AppHost was interrupted meanwhile: whoever waits for preStop or serves a lame duck need not.</summary>
    internal void Interrupt()
    {
        _preStopOver.Cancel();
        Signal(UnixSignal.Interrupt);
    }

    /// <summary>Ends it now.</summary>
    internal void Kill() => _graceOver.Cancel();

    public void Dispose()
    {
        _preStopOver.Dispose();
        _graceOver.Dispose();
    }

    /// <summary>Never a second interrupt: to most programs that means to drop everything. Nor a SIGTERM after an interrupt.</summary>
    private void Signal(int signal)
    {
        if (Interlocked.Exchange(ref _signal, signal) == UnixSignal.Interrupt || process.HasExited)
            return;
        Log.Signalled(logger, UnixSignal.NameOf(signal), process.Id, (budget.GracePeriod - time.GetElapsedTime(_began)).TotalSeconds);
        UnixSignal.Send(process.Id, signal);
    }

    private async Task WaitForExitAsync(CancellationToken limit) =>
        await process.WaitForExitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Stopping: preStop {Seconds:0.#} s")]
        internal static partial void PreStop(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Information, "Stopping: {Signal} to process {ProcessId}, SIGKILL in {Seconds:0.#} s")]
        internal static partial void Signalled(ILogger logger, string signal, int processId, double seconds);

        [LoggerMessage(LogLevel.Warning, "SIGKILL after {Seconds:0.0} s; its grace period is {GracePeriod:0.#} s")]
        internal static partial void Killed(ILogger logger, double seconds, double gracePeriod);
    }
}
