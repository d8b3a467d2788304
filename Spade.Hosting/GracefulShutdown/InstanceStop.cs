namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops one process as the kubelet does: preStop, the signal, and SIGKILL when the grace period, counted from the beginning,
/// is over.</summary>
internal sealed partial class InstanceStop(Process process, GracefulShutdownAnnotation budget, TimeProvider time, ILogger logger)
{
    private readonly long _began = time.GetTimestamp();
    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UnixSignal _signal;

    /// <summary>How long it took; the whole once <see cref="RunAsync"/> has ended.</summary>
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
        // With its children: they would go on for nobody.
        process.Kill(entireProcessTree: true);
    }

    /// <summary>The AppHost was interrupted meanwhile: whoever waits for preStop or serves a lame duck need not.</summary>
    internal void Interrupt()
    {
        _interrupted.TrySetResult();
        Signal(UnixSignal.SIGINT);
    }

    /// <summary>Ends it now.</summary>
    internal void Kill() => _killed.TrySetResult();

    /// <summary>Never a second interrupt: to most programs that means to drop everything. Nor a SIGTERM after an interrupt.</summary>
    private void Signal(UnixSignal signal)
    {
        if (Interlocked.Exchange(ref _signal, signal) == UnixSignal.SIGINT || process.HasExited)
            return;
        Log.Signalled(logger, signal, process.Id, (budget.GracePeriod - time.GetElapsedTime(_began)).TotalSeconds);
        UnixSignals.Send(process.Id, signal);
    }

    /// <summary>Waits for the end of the process, or until some time after the beginning, or for what ends the wait early.</summary>
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
