using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;

namespace Spade.Shutdown.Reporting;

/// <summary>Tells, once, how the process ends: in one log line with all its facts, in metrics, and to everybody who writes it down.</summary>
internal sealed partial class ExitReporter(
    ShutdownProgress progress, ServiceIdentity identity, IEnumerable<IExitReportWriter> writers, ShutdownMetrics telemetry, IServiceProvider services,
    TimeProvider time, ILogger<ExitReporter> logger)
{
    /// <summary>For whoever writes it down: a ledger that cannot be reached must not hold up the exit.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private const int Nothing = -1;

    private int _said = Nothing;
    private volatile bool _hasHung;
    private volatile bool _hasFailed;

    /// <summary>The exit code that follows from what has happened so far.</summary>
    public int ExitCode =>
        _hasFailed || progress.Work.Any(work => work.IsBroken) ? ExitCodes.Failed
        : _hasHung || progress.Tally.Aborted > 0 ? ExitCodes.Cut
        : ExitCodes.Clean;

    /// <summary>Sees whether a background service has ended by an exception: the host logs it, stops, and on .NET 10 ends with 0 as if
    /// nothing had been. Called before any of them is told to stop, and before a stop that nobody else asked for has its reason.</summary>
    public void LookForFailures()
    {
        // One that was cancelled has cancelled itself, unless a signal cut the start: the start's token is theirs too.
        var isOwnAccord = progress.Reason is null or StopReason.Requested;
        if (services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Any(service => service.ExecuteTask is { IsFaulted: true } || (isOwnAccord && service.ExecuteTask is { IsCanceled: true })))
            SetFailed();
    }

    /// <summary>The service could not start, or a part of it threw while it stopped.</summary>
    public void SetFailed() => _hasFailed = true;

    /// <summary>Something did not stop and is not waited for.</summary>
    public void SetHung() => _hasHung = true;

    /// <summary>Says it, once for every exit code: only a worse end is worth saying again.</summary>
    public async Task ReportAsync()
    {
        var code = ExitCode;
        var before = progress.HasBegun ? Interlocked.Exchange(ref _said, code) : code;
        if (before == code)
            return;
        var report = Report();
        telemetry.Record(report, isFirst: before == Nothing);
        Tell(report);
        using var limit = new CancellationTokenSource(Limit, time);
        await Task.WhenAll(writers.Select(writer => writer.WriteAsync(report, limit.Token)))
            .WaitAsync(Limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ExitReport Report()
    {
        var elapsed = progress.Elapsed;
        return new(
            identity.Name, identity.Version, progress.Reason, elapsed, progress.ReadyFlipped, progress.ListenerClosed, progress.Tally, ExitCode,
            elapsed / progress.Budget.Drain);
    }

    private void Tell(ExitReport report)
    {
        var level = report.ExitCode == ExitCodes.Clean ? LogLevel.Information : LogLevel.Error;
        var (work, reason) = (report.Work, report.Reason?.ToWord());
        Log.Stopped(
            logger, level, progress.Budget.Service, reason, report.Elapsed.TotalSeconds, report.BudgetUsed, work.InFlight, work.Begun, work.Finished,
            work.Released, work.Aborted, report.ReadyFlipped?.TotalMilliseconds, report.ListenerClosed?.TotalSeconds, report.ExitCode);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5031, Message =
            "Stopped {Service} ({Reason}) after {Seconds:0.000} s, {BudgetUsed:P0} of its budget: {InFlight} in flight and {Begun} begun since, " +
            "{Finished} finished, {HandedOver} handed over, {Aborted} aborted; ready flipped after {ReadyFlippedMs} ms, " +
            "listener closed after {ListenerClosedSeconds} s; exit code {ExitCode}")]
        public static partial void Stopped(
            ILogger logger, LogLevel level, string service, string? reason, double seconds, double budgetUsed, int inFlight, int begun, int finished,
            int handedOver, int aborted, double? readyFlippedMs, double? listenerClosedSeconds, int exitCode);
    }
}
