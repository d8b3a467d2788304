using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Spade.AppHost;

/// <summary>Aspire's dashboard in a local run.</summary>
internal static class LocalDashboard
{
    private const string PlainHttp = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";

    /// <summary>Serves the dashboard over plain HTTP, unless the configuration says otherwise. It listens on loopback only and requires a
    /// token; HTTPS would need a development certificate that each browser trusts.</summary>
    internal static IDistributedApplicationBuilder WithLocalDashboard(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration[PlainHttp] is null)
            builder.Configuration.AddInMemoryCollection([new(PlainHttp, "true")]);
        // The dashboard shows what the orchestrator does; on the console its messages would bury Spade's.
        builder.Services.AddLogging(logging => logging
            .AddFilter("Aspire.Hosting.Dcp", LogLevel.Warning)
            // It warns that the keys of the dashboard's sign-in are not encrypted, which needs no action here.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            foreach (var service in start.Model.Resources.OfType<ProjectResource>())
                service.Annotations.Add(
                    new EnvironmentCallbackAnnotation(context => RemoveUnusedOtlp(start.Model, context.EnvironmentVariables)));
            return Task.CompletedTask;
        });
        return builder;
    }

    /// <summary>Aspire sets an OTLP endpoint even without a dashboard, as in tests. Services would collect telemetry that nothing
    /// receives.</summary>
    private static void RemoveUnusedOtlp(DistributedApplicationModel model, Dictionary<string, object> variables)
    {
        if (model.Resources.Any(resource => resource.Name == "aspire-dashboard"))
            return;
        foreach (var name in variables.Keys.Where(name => name.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.Ordinal)).ToList())
            variables.Remove(name);
    }
}
