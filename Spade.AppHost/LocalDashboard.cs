using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Spade.AppHost;

/// <summary>The dashboard of a run on this machine.</summary>
internal static class LocalDashboard
{
    private const string PlainHttp = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";

    /// <summary>Serves it over plain HTTP: it listens on loopback only and asks for a token, while a development certificate would have
    /// to be made and trusted first, by every browser. The configuration may still say otherwise.</summary>
    internal static IDistributedApplicationBuilder WithLocalDashboard(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration[PlainHttp] is null)
            builder.Configuration.AddInMemoryCollection([new(PlainHttp, "true")]);
        // What the orchestrator does is shown in the dashboard; on the console it would hide what Spade says.
        builder.Services.AddLogging(logging => logging
            .AddFilter("Aspire.Hosting.Dcp", LogLevel.Warning)
            // Keys that the dashboard's sign-in makes for this user: nothing that anybody could act on.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            foreach (var service in start.Model.Resources.OfType<ProjectResource>())
            {
                service.Annotations.Add(
                    new EnvironmentCallbackAnnotation(context => RemoveUnheard(start.Model, context.EnvironmentVariables)));
            }

            return Task.CompletedTask;
        });
        return builder;
    }

    /// <summary>Without a dashboard, as in tests, Aspire gives an address all the same: telemetry would be collected for nobody.</summary>
    private static void RemoveUnheard(DistributedApplicationModel model, Dictionary<string, object> variables)
    {
        if (model.Resources.Any(resource => resource.Name == "aspire-dashboard"))
            return;
        foreach (var name in variables.Keys.Where(name => name.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.Ordinal)).ToList())
            variables.Remove(name);
    }
}
