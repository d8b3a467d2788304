using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>The variables that every project gets.</summary>
internal static class ProjectDefaults
{
    internal static IResourceBuilder<ProjectResource> WithProjectDefaults(this IResourceBuilder<ProjectResource> builder) =>
        builder.WithEnvironment(context =>
        {
            // All of it describes this machine. A published service gets its ports and where telemetry goes from the publisher.
            if (context.ExecutionContext.IsPublishMode)
                return;
            var variables = context.EnvironmentVariables;
            variables["DOTNET_ENVIRONMENT"] = variables["ASPNETCORE_ENVIRONMENT"] = builder.ApplicationBuilder.Environment.EnvironmentName;
            AddAddresses(variables, builder.Resource);
            AddConsoleFormat(variables);
            AddTelemetry(variables, builder.Resource.Name, builder.ApplicationBuilder.Configuration);
        });

    /// <summary>Without HTTP endpoints an empty list: Kestrel's default port 5000 would clash between projects.</summary>
    private static void AddAddresses(Dictionary<string, object> variables, ProjectResource project) =>
        variables["ASPNETCORE_URLS"] = string.Join(
            ';', project.GetEndpoints().Where(endpoint => endpoint.Scheme is "http" or "https").Select(endpoint => endpoint.ListeningUrl));

    /// <summary>One line per message: the console shows several processes side by side.</summary>
    private static void AddConsoleFormat(Dictionary<string, object> variables)
    {
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        variables["LOGGING__CONSOLE__FORMATTEROPTIONS__SINGLELINE"] = "true";
    }

    /// <summary>Hands on where telemetry goes, but only when something is there to listen: an exporter without a collector retries for ever.
    /// gRPC wins over HTTP, as in Aspire.</summary>
    private static void AddTelemetry(Dictionary<string, object> variables, string name, ConfigurationManager configuration)
    {
        var grpc = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"];
        if ((string.IsNullOrEmpty(grpc) ? configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] : grpc) is not { Length: > 0 } address)
            return;
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = string.IsNullOrEmpty(grpc) ? "http/protobuf" : "grpc";
        variables["OTEL_SERVICE_NAME"] = name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={ReplicaScope.Current?.Id ?? name}";
    }
}
