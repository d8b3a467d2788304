using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Watching;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Ends all three signals side by side, with one deadline. By themselves the providers would be disposed one after the other, each
/// waiting up to five seconds for a collector that does not answer.</summary>
/// <remarks>The container disposes what was made last first: this needs the providers, so it comes before them, and a provider that was shut
/// down once waits for nothing any more. For the same reason whoever is made after this is still heard while it ends.</remarks>
internal sealed partial class TelemetryFlush(
    IOptions<TelemetryOptions> options, ShutdownProgress progress, TimeProvider time, ILogger<TelemetryFlush> logger,
    TracerProvider? traces = null, MeterProvider? metrics = null, LoggerProvider? logs = null) : IFinalFlush, IHostedService, IAsyncDisposable
{
    private readonly TimeSpan _flushTimeout = options.Value.FlushTimeout;
    private int _flushed;

    /// <summary>Nothing to do: the host makes its services in order, and being made is the start.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing to do: others still have something to tell while they stop. The end is the disposal.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Delivers what is left, within the flush timeout and what the shutdown budget leaves, and ends collecting.</summary>
    public async ValueTask DisposeAsync()
    {
        // Less a moment: at the deadline itself the process is ended from outside this method.
        var left = progress.HasBegun ? progress.LeftUntilDeadline - TimeSpan.FromMilliseconds(200) : _flushTimeout;
        left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        await FlushAsync(left < _flushTimeout ? left : _flushTimeout);
    }

    /// <summary>Delivers what is left within a limit, and ends collecting. A second call does nothing.</summary>
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

    // Shutdown blocks its thread, sometimes beyond its limit. Threads of their own are background threads: one that still hangs does
    // not hold up the exit of the process.
    private static Task OnItsOwnThread<T>(T? provider, Action<T> shutdown) where T : class => provider is null
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => shutdown(provider), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static bool Unfinished(Task signal) => !signal.IsCompleted;

    private static partial class Log
    {
        [LoggerMessage(5061, LogLevel.Warning,
            "The collector did not take the last telemetry within {FlushTimeout}; it is lost. Unfinished: traces {Traces}, metrics {Metrics}, logs {Logs}.")]
        public static partial void NotDelivered(ILogger logger, TimeSpan flushTimeout, bool traces, bool metrics, bool logs);
    }
}
