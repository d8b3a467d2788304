using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Spade.ServiceDefaults;

/// <summary>Registers telemetry over OTLP.</summary>
internal static class TelemetryRegistration
{
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>()
            .Configure<ShutdownBudget>((options, budget) => options.FlushTimeout = budget.Close < options.FlushTimeout ? budget.Close : options.FlushTimeout)
            .BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>());

        var resource = Resource(ServiceIdentity.Of(builder));
        if (OtlpSignal.Logs.IsWanted(builder.Configuration))
            builder.Logging.AddOpenTelemetry(logs => AddLogExporter(logs, resource, builder.Configuration));

        // Made before every other hosted service and so disposed after them: what they do while stopping is still exported.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TelemetryPipeline>(provider, resource));
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryPipeline>());

        if (OtlpSignal.Traces.IsWanted(builder.Configuration))
            AddServerSpans(services);
    }

    private static void AddLogExporter(OpenTelemetryLoggerOptions logs, ResourceBuilder resource, IConfiguration configuration)
    {
        logs.IncludeFormattedMessage = true;
        logs.IncludeScopes = true;
        logs.SetResourceBuilder(resource);
        logs.AddOtlpExporter(exporter => OtlpSignal.Logs.Apply(configuration, exporter));
    }

    private static void AddServerSpans(IServiceCollection services)
    {
        // .NET 10 leaves the HTTP attributes out of its server spans unless it is asked for them, because the instrumentation package
        // used to set them.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ServerSpanFilter>());
    }

    // Later attributes win: an instance id in OTEL_RESOURCE_ATTRIBUTES replaces the one made up here.
    private static ResourceBuilder Resource(ServiceIdentity identity) => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddAttributes([
            new("service.instance.id", Guid.NewGuid().ToString()),
            new("process.pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
        ])
        .AddEnvironmentVariableDetector()
        .AddAttributes([new("service.name", identity.Name), new("service.version", identity.Version)]);
}
