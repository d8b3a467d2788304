using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Spade.Worker.Commands;

namespace Spade.Tests.Kubernetes;

/// <summary>The command that the chart's migration job runs before the services start.</summary>
public sealed class MigrateCommandTests
{
    [Fact]
    public void A_migration_collects_no_telemetry_even_when_the_services_do()
    {
        using var host = MigrateCommand.Build(
            ["--ConnectionStrings:spadedb=Host=db.example", "--OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.example:4317"]);

        Assert.Null(host.Services.GetService<TracerProvider>());
        Assert.Null(host.Services.GetService<MeterProvider>());
    }
}
