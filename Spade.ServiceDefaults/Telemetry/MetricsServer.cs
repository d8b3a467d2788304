using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Serves the metrics on a port of their own, by a web server of its own: no other path of the service can be reached there, no
/// scrape counts as a request or is waited for, and it serves on while the service drains.</summary>
internal sealed partial class MetricsServer(ScrapeEndpoint endpoint, MeterProvider metrics, ILogger<MetricsServer> logger)
    : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls(endpoint.Url);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            // Meters are known by name in the whole process, so that a scrape would count as one of the service's requests.
            if (context.Features.Get<IHttpMetricsTagsFeature>() is { } request)
                request.MetricsDisabled = true;
            return next(context);
        });
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(
            metrics, predicate: null, ScrapeEndpoint.Path, configureBranchedPipeline: null, optionsName: null);
        await _app.StartAsync(cancellationToken);
        Log.Serving(logger, endpoint.Url, ScrapeEndpoint.Path);
    }

    /// <summary>Does nothing: it serves until it is disposed, after everything that still reports.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops without waiting for a scrape.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>The default would handle the process's signals, which are the service's.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(5071, LogLevel.Information, "Metrics for Prometheus are at {Url}{Path}")]
        public static partial void Serving(ILogger logger, string url, string path);
    }
}
