using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;

namespace Spade.Shutdown.Reporting;

/// <summary>Reports once how the process ends: in one log line with all the facts, in metrics, and to every
/// <see cref="IExitReportWriter"/>.</summary>
internal sealed partial class ExitReporter(
    ShutdownProgress progress, ServiceIdentity identity, IEnumerable<IExitReportWriter> writers, ShutdownMetrics telemetry,
    IServiceProvider services, TimeProvider time, ILogger<ExitReporter> logger)
{
    /// <summary>Time for all writers together: a ledger that cannot be reached must not hold up the exit.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private const int Nothing = -1;

    private int _reported = Nothing;
    private volatile bool _hasHung;
    private volatile bool _hasFailed;

    /// <summary>The exit code that follows from what has happened so far.</summary>
    public int ExitCode =>
        _hasFailed || progress.Work.Any(work => work.IsBroken) ? ExitCodes.Failed
        : _hasHung || progress.Tally.Aborted > 0 ? ExitCodes.Cut
        : ExitCodes.Clean;

    /// <summary>Checks whether a background service has ended with an exception. The host logs it and stops, but on .NET 10 it still exits
    /// with 0. Called before any service is told to stop, and before a stop that the host itself began has its reason.</summary>
    public void LookForFailures()
    {
        // A cancelled service has cancelled itself, unless a signal cut the start short: during the start its token is theirs too.
        var isOwnAccord = progress.Reason is null or StopReason.Requested;
        if (services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Any(service => service.ExecuteTask is { IsFaulted: true } || (isOwnAccord && service.ExecuteTask is { IsCanceled: true })))
            SetFailed();
    }

    /// <summary>The service could not start, or a part of it threw while it stopped.</summary>
    public void SetFailed() => _hasFailed = true;

    /// <summary>Something did not stop and is not waited for.</summary>
    public void SetHung() => _hasHung = true;

    /// <summary>Writes the report, again only when the exit code has changed since.</summary>
    public async Task ReportAsync()
    {
        var code = ExitCode;
        var before = progress.HasBegun ? Interlocked.Exchange(ref _reported, code) : code;
        if (before == code)
            return;
        var report = Report();
        telemetry.Record(report, isFirst: before == Nothing);
        LogReport(report);
        using var limit = new CancellationTokenSource(Limit, time);
        await Task.WhenAll(writers.Select(writer => writer.WriteAsync(report, limit.Token)))
            .WaitAsync(Limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ExitReport Report()
    {
        var elapsed = progress.Elapsed;
        return new(
            identity.Name, identity.Version, progress.Reason, elapsed, progress.ReadyFlipped, progress.ListenerClosed, progress.Tally,
            ExitCode, elapsed / progress.Budget.Drain);
    }

    private void LogReport(ExitReport report)
    {
        var level = report.ExitCode == ExitCodes.Clean ? LogLevel.Information : LogLevel.Error;
        var (work, reason) = (report.Work, report.Reason?.ToWord());
        Log.Stopped(
            logger, level, progress.Budget.Service, reason, report.Elapsed.TotalSeconds, report.BudgetUsed, work.InFlight, work.Begun,
            work.Finished, work.Released, work.Aborted, report.ReadyFlipped?.TotalMilliseconds, report.ListenerClosed?.TotalSeconds,
            report.ExitCode);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5031, Message =
            "Stopped {Service} ({Reason}) after {Seconds:0.000} s, {BudgetUsed:P0} of its budget: {InFlight} in flight and {Begun} begun " +
            "since, {Finished} finished, {Released} released, {Aborted} aborted; ready flipped after {ReadyFlippedMs} ms, " +
            "listener closed after {ListenerClosedSeconds} s; exit code {ExitCode}")]
        public static partial void Stopped(
            ILogger logger, LogLevel level, string service, string? reason, double seconds, double budgetUsed, int inFlight, int begun,
            int finished, int released, int aborted, double? readyFlippedMs, double? listenerClosedSeconds, int exitCode);
    }
}
