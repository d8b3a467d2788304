using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;
using Spade.Shutdown.Requests;

namespace Spade.Shutdown;

/// <summary>The order of a stop within the host's own phases. Each phase begins when every service has ended the one before.</summary>
/// <remarks>
/// <code>
/// StoppingAsync   lame duck: readiness says 503, everything else is served     (the queue drains meanwhile)
/// StopAsync       Kestrel closes its listener; requests end, or are aborted at the limit
/// StoppedAsync    (the node has signed off) exit report: log, ledger
/// then            the container is disposed, telemetry last of all, with one deadline for its flush
/// </code>
/// </remarks>
internal sealed partial class GracefulStop(
    ShutdownProgress progress, LameDuck lameDuck, RequestDrain requests, ExitReporter reporter, IHostApplicationLifetime lifetime,
    ILogger<GracefulStop> logger) : IHostedLifecycleService
{
    private bool _hasStarted;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // During the start, background services see the start's token as their own. It was linked to this event earlier, and callbacks run
        // in reverse order: when this one runs, the start's token is not cancelled yet, so a cancelled service has cancelled itself.
        lifetime.ApplicationStopping.Register(reporter.LookForFailures);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (progress.Reason == StopReason.Requested)
            Log.ShuttingDown(logger, progress.Budget.Service);
        // A process that has never listened gets no requests.
        if (_hasStarted)
            await lameDuck.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        progress.CloseListener();
        return requests.RunAsync(cancellationToken);
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        // The ledger entry is finished after the node has signed off. A spent budget ends the wait.
        await Task.WhenAll(progress.Work.Select(work => work.Left))
            .WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reporter.ReportAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(5022, LogLevel.Warning, "Shutting down {Service}... (of its own accord)")]
        public static partial void ShuttingDown(ILogger logger, string service);
    }
}
