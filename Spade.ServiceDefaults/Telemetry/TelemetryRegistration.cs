using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Reporting;
using Spade.Shutdown.Watching;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Registers telemetry over OTLP, and metrics for Prometheus to scrape.</summary>
public static class TelemetryRegistration
{
    /// <summary>Adds traces, metrics and logs of requests, HTTP calls, the runtime and <c>Spade.Shutdown</c>. A signal is collected only
    /// when an endpoint for it is configured, metrics also with a <see cref="ScrapeEndpoint"/>. Other modules add their sources with
    /// <see cref="AddTelemetryOf"/>.</summary>
    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>()
            .Configure<ShutdownBudget>((options, budget) =>
                options.FlushTimeout = budget.Close < options.FlushTimeout ? budget.Close : options.FlushTimeout)
            .BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>());
        var scraped = ScrapeEndpoint.Find(builder.Configuration);
        if (scraped is null && !OtlpSignal.All.Any(signal => signal.IsWanted(builder.Configuration)))
            return builder;

        var identity = ServiceIdentity.Of(builder);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, identity))
            .AddSignals(builder.Configuration, isScraped: scraped is not null);
        builder.AddTelemetryOf(ShutdownTelemetry.Name);
        // Registered before every other hosted service, so it is disposed after them: what they do while stopping is still exported.
        services.AddSingleton<TelemetryFlush>();
        services.AddSingleton<IFinalFlush>(provider => provider.GetRequiredService<TelemetryFlush>());
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryFlush>());
        // After the flush in this list, so it is created later and disposed earlier: the last metrics can be scraped until then.
        if (scraped is not null)
            services.AddSingleton(scraped).AddHostedService<MetricsServer>();
        return builder;
    }

    /// <summary>Also exports the activity sources and meters with these names.</summary>
    public static TBuilder AddTelemetryOf<TBuilder>(this TBuilder builder, params string[] names)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddSource(names));
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(names));
        return builder;
    }

    private static void AddSignals(this OpenTelemetryBuilder telemetry, IConfiguration configuration, bool isScraped)
    {
        if (OtlpSignal.Traces.IsWanted(configuration))
            telemetry.WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(Describe)
                .AddHttpClientInstrumentation()
                .AddOtlpExporter(exporter => OtlpSignal.Traces.Apply(configuration, exporter)));
        var isPushed = OtlpSignal.Metrics.IsWanted(configuration);
        if (isPushed || isScraped)
            telemetry.WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation());
        if (isPushed)
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter(exporter => OtlpSignal.Metrics.Apply(configuration, exporter)));
        if (isScraped)
            telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter());
        if (OtlpSignal.Logs.IsWanted(configuration))
            telemetry.WithLogging(
                logs => logs.AddOtlpExporter(exporter => OtlpSignal.Logs.Apply(configuration, exporter)),
                logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true));
    }

    private static void Describe(AspNetCoreTraceInstrumentationOptions requests)
    {
        // Probes call these endpoints every second or two. Scrapes reach a server of their own, but this listens to the whole process.
        requests.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            && context.Request.Path != ScrapeEndpoint.Path;
        // The package records unhandled exceptions only; the exception handler has turned this one into an answer.
        requests.EnrichWithHttpResponse = (span, response) =>
        {
            if (response.StatusCode >= StatusCodes.Status500InternalServerError
                && response.HttpContext.Features.Get<IExceptionHandlerFeature>() is { } handled)
                span.SetTag("error.type", handled.Error.GetType().FullName);
        };
    }

    // Later attributes win, so an instance id in OTEL_RESOURCE_ATTRIBUTES replaces the generated one.
    private static void Describe(ResourceBuilder resource, ServiceIdentity identity) => resource.Clear()
        .AddTelemetrySdk()
        .AddAttributes([
            new("service.instance.id", Guid.NewGuid().ToString()),
            new("process.pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
        ])
        .AddEnvironmentVariableDetector()
        .AddService(identity.Name, serviceVersion: identity.Version, autoGenerateServiceInstanceId: false);
}
