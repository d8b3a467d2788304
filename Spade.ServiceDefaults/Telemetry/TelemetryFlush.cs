using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Watching;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Shuts down the providers of all three signals in parallel, with one deadline. The container would dispose them one after the
/// other, and each waits up to five seconds for a collector that does not answer.</summary>
/// <remarks>The container disposes in reverse order of creation. This class depends on the providers, so it is disposed before them, and a
/// provider that was shut down no longer waits when it is disposed. Services created after this class are disposed before it, so what
/// they report while stopping is still exported.</remarks>
internal sealed partial class TelemetryFlush(
    IOptions<TelemetryOptions> options,
    ShutdownProgress progress,
    TimeProvider time,
    ILogger<TelemetryFlush> logger,
    TracerProvider? traces = null,
    MeterProvider? metrics = null,
    LoggerProvider? logs = null) : IFinalFlush, IHostedService, IAsyncDisposable
{
    private readonly TimeSpan _flushTimeout = options.Value.FlushTimeout;
    private int _flushed;

    /// <summary>Does nothing. It is a hosted service only to be created before the others.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does nothing, because other services still report while they stop. Disposing flushes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Flushes and shuts down the providers within the flush timeout and the rest of the shutdown budget.</summary>
    public async ValueTask DisposeAsync()
    {
        // 200 ms less, because at the deadline the watchdog ends the process.
        var left = progress.HasBegun ? progress.LeftUntilDeadline - TimeSpan.FromMilliseconds(200) : _flushTimeout;
        left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        await FlushAsync(left < _flushTimeout ? left : _flushTimeout);
    }

    /// <summary>Flushes and shuts down the providers within a limit. A second call does nothing.</summary>
    public async Task FlushAsync(TimeSpan limit)
    {
        if (Interlocked.Exchange(ref _flushed, 1) != 0)
            return;
        var milliseconds = (int)limit.TotalMilliseconds;
        var spans = OnItsOwnThread(traces, provider => provider.Shutdown(milliseconds));
        var points = OnItsOwnThread(metrics, provider => provider.Shutdown(milliseconds));
        var records = OnItsOwnThread(logs, provider => provider.Shutdown(milliseconds));
        try
        {
            await Task.WhenAll(spans, points, records).WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            Log.NotDelivered(logger, limit, Unfinished(spans), Unfinished(points), Unfinished(records));
        }
    }

    // Shutdown blocks its thread, sometimes beyond its limit. A LongRunning task has a background thread of its own, which does not keep
    // the process alive.
    private static Task OnItsOwnThread<T>(T? provider, Action<T> shutdown) where T : class => provider is null
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => shutdown(provider), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static bool Unfinished(Task signal) => !signal.IsCompleted;

    private static partial class Log
    {
        [LoggerMessage(5061, LogLevel.Warning,
            "The collector did not take the last telemetry within {FlushTimeout}; it is lost. "
            + "Unfinished: traces {Traces}, metrics {Metrics}, logs {Logs}.")]
        public static partial void NotDelivered(ILogger logger, TimeSpan flushTimeout, bool traces, bool metrics, bool logs);
    }
}
