namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops one process as the kubelet does: preStop, the signal, and SIGKILL at the end of the grace period, which includes
/// preStop.</summary>
internal sealed partial class InstanceStop(Process process, GracefulShutdownAnnotation budget, TimeProvider time, ILogger logger)
{
    private readonly long _began = time.GetTimestamp();
    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UnixSignal _signal;

    /// <summary>How long the stop took; set when <see cref="RunAsync"/> ends.</summary>
    internal TimeSpan Elapsed { get; private set; }

    /// <param name="signal">SIGTERM, or SIGINT when the AppHost was interrupted.</param>
    /// <param name="preStop">Whether to wait <see cref="GracefulShutdownAnnotation.PreStop"/> first.</param>
    internal async Task RunAsync(UnixSignal signal, bool preStop)
    {
        if (preStop && budget.PreStop > TimeSpan.Zero)
        {
            Log.PreStop(logger, budget.PreStop.TotalSeconds);
            await WaitForExitAsync(budget.PreStop, _interrupted.Task);
        }

        Signal(signal);
        await WaitForExitAsync(budget.GracePeriod);
        Elapsed = time.GetElapsedTime(_began);
        if (process.HasExited)
            return;
        Log.Killed(logger, Elapsed.TotalSeconds, budget.GracePeriod.TotalSeconds);
        // Its children would otherwise keep running.
        process.Kill(entireProcessTree: true);
    }

    /// <summary>The AppHost was interrupted during the stop: skips the rest of preStop and, by SIGINT, of the lame duck.</summary>
    internal void Interrupt()
    {
        _interrupted.TrySetResult();
        Signal(UnixSignal.SIGINT);
    }

    /// <summary>Ends the grace period now.</summary>
    internal void Kill() => _killed.TrySetResult();

    /// <summary>Sends nothing after a SIGINT: most programs drop everything on the second signal.</summary>
    private void Signal(UnixSignal signal)
    {
        if (Interlocked.Exchange(ref _signal, signal) == UnixSignal.SIGINT || process.HasExited)
            return;
        Log.Signalled(logger, signal, process.Id, (budget.GracePeriod - time.GetElapsedTime(_began)).TotalSeconds);
        UnixSignals.Send(process.Id, signal);
    }

    /// <summary>Waits until the process exits, the limit since the beginning is over, or an early task completes.</summary>
    private async Task WaitForExitAsync(TimeSpan limit, params Task[] early)
    {
        using var over = new CancellationTokenSource();
        var left = new[] { limit - time.GetElapsedTime(_began), TimeSpan.Zero }.Max();
        await Task.WhenAny([process.WaitForExitAsync(over.Token), _killed.Task, .. early, Task.Delay(left, time, over.Token)]);
        await over.CancelAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Stopping: preStop {Seconds:0.#} s")]
        internal static partial void PreStop(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Information, "Stopping: {Signal} to process {ProcessId}, SIGKILL in {Seconds:0.#} s")]
        internal static partial void Signalled(ILogger logger, UnixSignal signal, int processId, double seconds);

        [LoggerMessage(LogLevel.Warning, "SIGKILL after {Seconds:0.0} s; its grace period is {GracePeriod:0.#} s")]
        internal static partial void Killed(ILogger logger, double seconds, double gracePeriod);
    }
}
