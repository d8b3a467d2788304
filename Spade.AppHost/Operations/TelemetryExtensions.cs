namespace Spade.AppHost.Operations;

/// <summary>What traces of a local run show.</summary>
internal static class TelemetryExtensions
{
    private static readonly string[] Instrumentations = ["ASPNETCORE", "HTTPCLIENT"];

    /// <summary>Keeps the values of queries out of traces, as in a cluster. In a run Aspire has them shown in full, and a receiver's
    /// address in <c>?callback=</c> may hold a secret.</summary>
    public static IResourceBuilder<ProjectResource> WithRedactedQueries(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment(context =>
        {
            if (!context.ExecutionContext.IsRunMode)
                return;
            foreach (var name in Instrumentations)
                context.EnvironmentVariables[$"OTEL_DOTNET_EXPERIMENTAL_{name}_DISABLE_URL_QUERY_REDACTION"] = "false";
        });
}
