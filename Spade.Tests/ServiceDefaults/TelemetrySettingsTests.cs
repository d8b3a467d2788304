using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Spade.Shutdown;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;

namespace Spade.Tests.ServiceDefaults;

/// <summary>The effect of the <c>OTEL_*</c> variables and of the section <c>Telemetry</c>.</summary>
public sealed class TelemetrySettingsTests
{
    [Fact]
    public async Task Without_a_collector_nothing_is_collected()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        await using var service = await TelemetryService.StartAsync(new Dictionary<string, string>(), "alone", database);

        Assert.Equal(
            (null, null, null),
            (service.App.Services.GetService<TracerProvider>(), service.App.Services.GetService<MeterProvider>(),
                service.App.Services.GetService<LoggerProvider>()));
    }

    [Fact]
    public async Task A_signal_without_an_endpoint_stays_off()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = $"{collector.HttpEndpoint}/v1/metrics",
        };
        await using var service = await TelemetryService.StartAsync(settings, "metrics-alone", database);

        Assert.Equal(
            (null, true, null),
            (service.App.Services.GetService<TracerProvider>(), service.App.Services.GetService<MeterProvider>() is not null,
                service.App.Services.GetService<LoggerProvider>()));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "an absolute URL such as http://127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces", "an absolute URL such as http://127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http", "grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json", "grpc or http/protobuf")]
    public async Task An_invalid_variable_prevents_the_start(string variable, string value, string wanted)
    {
        var settings = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1", [variable] = value };

        var error = await Assert.ThrowsAsync<StartupException>(() => TestService.StartAsync(settings));

        Assert.Equal($"{variable} is '{value}'; it must be {wanted}.", error.Message);
    }

    [Fact]
    public async Task A_flush_that_outlasts_the_budget_s_close_prevents_the_start()
    {
        var settings = new Dictionary<string, string> { ["Telemetry:FlushTimeout"] = "00:00:03" };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(settings));

        Assert.Equal(
            "Telemetry:FlushTimeout is 00:00:03; it must be more than zero and at most 00:00:02, the shutdown budget's close.",
            error.Message);
    }
}
