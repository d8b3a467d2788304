using Aspire.Hosting.ApplicationModel;

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
            // A launch profile that names an environment has spoken before.
            var environment = builder.ApplicationBuilder.Environment.EnvironmentName;
            variables.TryAdd("ASPNETCORE_ENVIRONMENT", variables.GetValueOrDefault("DOTNET_ENVIRONMENT", environment));
            variables.TryAdd("DOTNET_ENVIRONMENT", variables["ASPNETCORE_ENVIRONMENT"]);
            AddAddresses(variables, builder.Resource);
            AddConsoleFormat(variables);
        }).WithOtlpExporter();

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
}
