using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;

namespace Spade.Shutdown.Watching;

/// <summary>Ends a stop that hangs. The host waits without limit for a service that ignores its token, and SIGKILL would leave neither a
/// ledger entry nor an exit code. Half-way through the time to close, the watchdog writes the exit report itself and exits.</summary>
/// <remarks>It has a thread of its own: code that blocks every thread of the pool is one of the causes of a stop that hangs.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Watches until the process ends, beyond the container's own disposal.")]
internal sealed partial class ShutdownWatchdog(
    ShutdownProgress progress, ExitReporter reporter, IEnumerable<IFinalFlush> flushes, ILogger<ShutdownWatchdog> logger)
{
    /// <summary>The least time that the exit report and the flush get, even when the process wakes up after its own deadline.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);

    private readonly ManualResetEventSlim _stopped = new();
    private readonly ManualResetEventSlim _ended = new();
    private int _code;

    /// <summary>Begins to watch, for the life of the process.</summary>
    /// <param name="stopping">The host's own token, which also shows a stop that no signal asked for.</param>
    public void Watch(CancellationToken stopping) =>
        new Thread(() => Run(stopping.WaitHandle)) { IsBackground = true, Name = "shutdown watchdog" }.Start();

    /// <summary>Every service has stopped, and the process will end with this code. What is left is to dispose them.</summary>
    public void ServicesStopped(int code)
    {
        _code = code;
        _stopped.Set();
    }

    /// <summary>The process is about to exit by itself.</summary>
    public void Ended() => _ended.Set();

    private void Run(WaitHandle stopping)
    {
        // Handles, not callbacks: callbacks run in reverse order, and one that blocks would keep this one from running.
        if (WaitHandle.WaitAny([progress.Begun.WaitHandle, stopping, _ended.WaitHandle]) == 2)
            return;
        progress.Begin(StopReason.Requested);
        if (WaitHandle.WaitAny([_stopped.WaitHandle, _ended.WaitHandle], progress.LeftUntilWatchdog) == WaitHandle.WaitTimeout)
            EndHungStop();
        // Most of the disposal is the telemetry's flush, which has its own limit within the deadline.
        if (_ended.Wait(Shorter(progress.LeftUntilDeadline, progress.Budget.Close) + Least / 2))
            return;
        Log.DisposalHangs(logger);
        Environment.Exit(_code);
    }

    private void EndHungStop()
    {
        reporter.SetHung();
        var code = ExitCodes.Cut;
        try
        {
            code = reporter.ExitCode;
            TellWhatHangs();
            var left = Longer(progress.LeftUntilDeadline, Least);
            Task.WhenAll([reporter.ReportAsync(), .. flushes.Select(flush => flush.FlushAsync(left))]).Wait(left);
        }
        catch (Exception exception)
        {
            Log.ReportFailed(logger, exception);
        }
        finally
        {
            Environment.Exit(code);
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void TellWhatHangs()
    {
        var work = progress.Work.SelectMany(kind => kind.Describe().Select(piece => $"{kind.Name}: {piece}")).ToList();
        Log.Hangs(logger, work.Count > 0
            ? string.Join("; ", work)
            : "no request and no job, but the host has not stopped (perhaps a client does not read its response)");
    }

    private static partial class Log
    {
        [LoggerMessage(5041, LogLevel.Critical, "Not stopped in time, and not waited for any more: {Work}")]
        public static partial void Hangs(ILogger logger, string work);

        [LoggerMessage(5042, LogLevel.Critical,
            "Stopped, but the process does not end in time: a part that is disposed, or that was told of the stop, blocks. Exiting now")]
        public static partial void DisposalHangs(ILogger logger);

        [LoggerMessage(5043, LogLevel.Critical, "The exit report failed")]
        public static partial void ReportFailed(ILogger logger, Exception exception);
    }
}
