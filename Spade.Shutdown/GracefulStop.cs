using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;
using Spade.Shutdown.Requests;

namespace Spade.Shutdown;

/// <summary>The order of a stop, as the host's own phases allow it. Each phase begins when every service has ended the one before.</summary>
/// <remarks>
/// <code>
/// StoppingAsync   lame duck: readiness says 503, everything else is served     (the queue drains meanwhile)
/// StopAsync       Kestrel closes its listener; requests end, or are aborted at the limit
/// StoppedAsync    (the node has signed off) exit report: log, ledger
/// then            the container is disposed, telemetry last of all: it leaves with one deadline
/// </code>
/// </remarks>
internal sealed partial class GracefulStop(
    ShutdownProgress progress, RequestDrain requests, ExitReporter reporter, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<GracefulStop> logger) : IHostedLifecycleService
{
    private bool _hasStarted;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The token of the start, which background services see as theirs until it is over, hangs on the same event since before: what
        // is registered later is called earlier, when a service that is cancelled can only have cancelled itself.
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
        // Nobody sends requests to a process that has never listened.
        var left = progress.Budget.LameDuck - progress.Elapsed;
        if (!_hasStarted || left <= TimeSpan.Zero || progress.Hurry.IsCancellationRequested)
            return;
        Log.LameDuck(logger, left.TotalSeconds);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(progress.Hurry, cancellationToken);
        await Task.Delay(left, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        progress.CloseListener();
        return requests.RunAsync(cancellationToken);
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        // The ledger closes behind the node's goodbye. A budget that is spent ends the wait.
        await Task.WhenAll(progress.Work.Select(work => work.Left))
            .WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reporter.ReportAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(5022, LogLevel.Warning, "Shutting down {Service}... (of its own accord)")]
        public static partial void ShuttingDown(ILogger logger, string service);

        [LoggerMessage(5021, LogLevel.Information, "Not ready any more; serving on for {Seconds:0.0} s, until everybody has noticed")]
        public static partial void LameDuck(ILogger logger, double seconds);
    }
}
