using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>Stops one process as the kubelet does: preStop, the signal, and SIGKILL when the grace period, counted from the beginning, is over.</summary>
/// <param name="process">The process.</param>
/// <param name="began">When the replica left the balancer, from which all time is counted.</param>
/// <param name="isBalanced">Whether it has just left a balancer.</param>
/// <param name="logger">Told of each step.</param>
/// <param name="clock">Measures.</param>
internal sealed partial class StopSequence(SessionProcess process, StopBeginning began, bool isBalanced, ILogger logger, TimeProvider clock)
{
    private StopPlan? _plan;

    /// <summary>When each step happened; null before the end.</summary>
    internal StopTimeline? Timeline { get; private set; }

    /// <summary>Ends when the process has.</summary>
    /// <param name="plan">How.</param>
    /// <param name="hurry">Ends when a quicker plan replaces this one.</param>
    internal async Task RunAsync(StopPlan plan, Task<StopPlan> hurry)
    {
        var exited = process.WaitForExitAsync(CancellationToken.None);
        Tell(plan);
        if (plan.PreStop > TimeSpan.Zero)
            plan = await PreStopAsync(plan, exited, hurry);
        var signalled = Signal(plan, exited);
        plan = await WaitAsync(plan, exited, hurry);
        var killed = Kill(plan, exited);
        await exited;
        _plan = plan;
        Timeline = new(began.At, signalled, killed, Elapsed);
    }

    /// <summary>Tells how it ended: after the last that the process wrote.</summary>
    internal void TellEnd()
    {
        var elapsed = Timeline!.Exited;
        if (Timeline.Killed is not null)
            Log.ExitedLate(logger, process.ExitCode, elapsed.TotalSeconds);
        else
            Log.Exited(logger, process.ExitCode, elapsed.TotalSeconds, (_plan!.Limit - elapsed).TotalSeconds);
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(began.Timestamp);

    /// <summary>A plain wait: all that the hook of the pods does is sleep. Returns what is to follow it.</summary>
    private async Task<StopPlan> PreStopAsync(StopPlan plan, Task exited, Task<StopPlan> hurry)
    {
        await WaitAsync(plan.PreStop, exited, hurry);
        if (!hurry.IsCompletedSuccessfully)
            return plan;
        var quicker = await hurry;
        return plan with { Signal = quicker.Signal, Limit = Elapsed + quicker.Limit };
    }

    private TimeSpan? Signal(StopPlan plan, Task exited)
    {
        if (exited.IsCompleted)
            return null;
        var elapsed = Elapsed;
        // Without a preStop the line about the stop has said it.
        if (plan.PreStop > TimeSpan.Zero)
            Log.Signalled(logger, plan.SignalName, elapsed.TotalSeconds);
        process.Send(plan.Signal);
        return elapsed;
    }

    /// <summary>Waits until the end or the limit. An interrupt meanwhile is handed on. Returns the plan that holds in the end.</summary>
    private async Task<StopPlan> WaitAsync(StopPlan plan, Task exited, Task<StopPlan> hurry)
    {
        // Once only: to most programs a second interrupt means to drop everything.
        if (plan.Signal != Signals.Interrupt)
        {
            await WaitAsync(plan.Limit, exited, hurry);
            if (!exited.IsCompleted && hurry.IsCompletedSuccessfully)
                plan = Hurry(plan, await hurry);
        }

        await WaitAsync(plan.Limit, exited);
        return plan;
    }

    private StopPlan Hurry(StopPlan plan, StopPlan quicker)
    {
        var elapsed = Elapsed;
        Log.Signalled(logger, quicker.SignalName, elapsed.TotalSeconds);
        process.Send(quicker.Signal);
        var limit = elapsed + quicker.Limit;
        return plan with { Signal = quicker.Signal, Limit = limit < plan.Limit ? limit : plan.Limit };
    }

    /// <summary>Waits for the first of some ends, or until the limit, whose time runs from the beginning.</summary>
    private async Task WaitAsync(TimeSpan limit, params Task[] ends)
    {
        using var over = new CancellationTokenSource();
        var left = limit - Elapsed;
        await Task.WhenAny([.. ends, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, over.Token)]);
        await over.CancelAsync();
    }

    private TimeSpan? Kill(StopPlan plan, Task exited)
    {
        if (exited.IsCompleted)
            return null;
        var elapsed = Elapsed;
        Log.Killed(logger, elapsed.TotalSeconds, plan.Limit.TotalSeconds);
        process.Send(Signals.Kill);
        return elapsed;
    }

    private void Tell(StopPlan plan)
    {
        var left = isBalanced ? "out of the balancer, " : "";
        if (plan.PreStop > TimeSpan.Zero)
            Log.PreStop(logger, left, plan.PreStop.TotalSeconds);
        else
            Log.Stopping(logger, left, plan.SignalName, plan.Limit.TotalSeconds);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "stopping: {Left}preStop {Seconds:0.#} s")]
        internal static partial void PreStop(ILogger logger, string left, double seconds);

        [LoggerMessage(LogLevel.Information, "stopping: {Left}{Signal}, at most {Seconds:0.#} s")]
        internal static partial void Stopping(ILogger logger, string left, string signal, double seconds);

        [LoggerMessage(LogLevel.Information, "{Signal} after {Seconds:0.0} s")]
        internal static partial void Signalled(ILogger logger, string signal, double seconds);

        [LoggerMessage(LogLevel.Warning, "SIGKILL after {Seconds:0.0} s: the {Limit:0.#} s that a stop may take are over")]
        internal static partial void Killed(ILogger logger, double seconds, double limit);

        [LoggerMessage(LogLevel.Information, "exited with {ExitCode} after {Seconds:0.0} s, {Unused:0.0} s of grace unused")]
        internal static partial void Exited(ILogger logger, int exitCode, double seconds, double unused);

        [LoggerMessage(LogLevel.Information, "exited with {ExitCode} after {Seconds:0.0} s")]
        internal static partial void ExitedLate(ILogger logger, int exitCode, double seconds);
    }
}
