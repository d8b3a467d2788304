using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Spade.ServiceDefaults;

/// <summary>Owns what collects and exports traces and metrics, and ends all three signals with one deadline.</summary>
internal sealed partial class TelemetryPipeline : IHostedService, IAsyncDisposable
{
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;
    private readonly LoggerProvider? _logs;
    private readonly TimeSpan _flushTimeout;
    private readonly TimeProvider _time;
    private readonly ShutdownProgress _progress;
    private readonly ILogger<TelemetryPipeline> _logger;
    private int _flushed;

    public TelemetryPipeline(
        ResourceBuilder resource,
        IConfiguration configuration,
        IOptions<TelemetrySources> sources,
        IOptions<TelemetryOptions> options,
        ShutdownProgress progress,
        TimeProvider time,
        ILogger<TelemetryPipeline> logger,
        LoggerProvider? logs = null)
    {
        _progress = progress;
        _flushTimeout = options.Value.FlushTimeout;
        _time = time;
        _logger = logger;
        _logs = logs;
        if (OtlpSignal.Traces.IsWanted(configuration))
            _traces = BuildTraces(resource, configuration, sources.Value);
        if (OtlpSignal.Metrics.IsWanted(configuration))
            _metrics = BuildMetrics(resource, configuration, sources.Value);
    }

    /// <summary>Nothing to do: the host makes its services in order, and being made is the start.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing to do: others still have something to tell while they stop. The end is the disposal.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Delivers what is left, within the flush timeout and what the shutdown budget leaves, and ends collecting.</summary>
    public async ValueTask DisposeAsync()
    {
        // Less a moment: at the deadline itself the process is ended from outside this method.
        var left = _progress.HasBegun ? _progress.LeftUntilDeadline - TimeSpan.FromMilliseconds(200) : _flushTimeout;
        left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        await FlushAsync(left < _flushTimeout ? left : _flushTimeout);
    }

    /// <summary>Delivers what is left within a limit, and ends collecting. A second call does nothing.</summary>
    public async Task FlushAsync(TimeSpan limit)
    {
        if (Interlocked.Exchange(ref _flushed, 1) != 0)
            return;
        var milliseconds = (int)limit.TotalMilliseconds;
        var traces = OnItsOwnThread(_traces, provider => provider.Shutdown(milliseconds));
        var metrics = OnItsOwnThread(_metrics, provider => provider.Shutdown(milliseconds));
        var logs = OnItsOwnThread(_logs, provider => provider.Shutdown(milliseconds));
        try
        {
            await Task.WhenAll(traces, metrics, logs).WaitAsync(limit, _time);
        }
        catch (TimeoutException)
        {
            // The providers are left as they are: disposing one that still waits for the collector would wait with it.
            Log.NotDelivered(_logger, limit, Unfinished(traces), Unfinished(metrics), Unfinished(logs));
            return;
        }
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static TracerProvider BuildTraces(ResourceBuilder resource, IConfiguration configuration, TelemetrySources sources) =>
        Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddSource([.. sources.Activities])
            .AddOtlpExporter(exporter => OtlpSignal.Traces.Apply(configuration, exporter))
            .Build();

    private static MeterProvider BuildMetrics(ResourceBuilder resource, IConfiguration configuration, TelemetrySources sources) =>
        Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddMeter([.. sources.Meters])
            .AddOtlpExporter(exporter => OtlpSignal.Metrics.Apply(configuration, exporter))
            .Build();

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
