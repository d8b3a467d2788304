using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Spade.Hosting;

namespace Spade.Tests.Kubernetes;

/// <summary>An application like Spade's own, described for publishing.</summary>
internal static class PublishedSpade
{
    /// <summary>Arguments that publish to a folder.</summary>
    internal static string[] PublishTo(string folder, params string[] more) =>
        ["--operation", "publish", "--step", "publish", "--output-path", folder, "--log-level", "Warning", .. more];

    internal static IDistributedApplicationBuilder Builder(params string[] args) => DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { Args = args, ProjectDirectory = AppContext.BaseDirectory });

    /// <summary>PostgreSQL, an API that the world may see in part, a worker that nobody talks to.</summary>
    internal static (IResourceBuilder<ProjectResource> Api, IResourceBuilder<ProjectResource> Worker) AddSpade(this IDistributedApplicationBuilder builder)
    {
        builder.AddKubernetesEnvironment("kubernetes").WithProperties(environment =>
        {
            environment.HelmChartName = "spade";
            environment.DefaultStorageSize = "10Gi";
        });
        var postgres = builder.AddPostgres("postgres").WithDataVolume("spade-postgres");
        var database = postgres.AddDatabase("spadedb");
        var api = builder.AddService("spade-api", database, Api)
            .WithExternalHttpEndpoints()
            .WithAnnotation(new PublicPathsAnnotation(["/documents", "/openapi", "=/health/ready"]));
        var worker = builder.AddService("spade-worker", database, Worker)
            .PublishAsKubernetesService(kubernetes => kubernetes.Workload!.PodTemplate.Spec.Containers[0].Resources = new()
            {
                Requests = { ["cpu"] = "1000m", ["memory"] = "512Mi" },
                Limits = { ["memory"] = "2Gi" },
            });
        database.WithAnnotation(new MigrationAnnotation(worker.Resource, ["migrate"], "Migrations__ApplyAtStartup", "Jobs__ConnectionName"));
        return (api, worker);
    }

    internal static GracefulShutdownAnnotation Api { get; } = new()
    {
        PreStop = TimeSpan.FromSeconds(5),
        LameDuck = TimeSpan.FromSeconds(5),
        InFlight = TimeSpan.FromSeconds(22),
        Close = TimeSpan.FromSeconds(2),
        Margin = TimeSpan.FromSeconds(1),
        GracePeriod = TimeSpan.FromSeconds(35),
    };

    internal static GracefulShutdownAnnotation Worker { get; } = new()
    {
        PreStop = TimeSpan.Zero,
        LameDuck = TimeSpan.Zero,
        InFlight = TimeSpan.FromSeconds(110),
        Close = TimeSpan.FromSeconds(8),
        Margin = TimeSpan.FromSeconds(2),
        GracePeriod = TimeSpan.FromSeconds(125),
    };

#pragma warning disable ASPIREPROBES001 // Aspire marks probes as experimental.
    private static IResourceBuilder<ProjectResource> AddService(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PostgresDatabaseResource> database, GracefulShutdownAnnotation shutdown) =>
        builder.AddProject<SomeProject>(name)
            .WithReference(database)
            .WithHttpEndpoint(port: name == "spade-api" ? 5080 : null)
            .WithHttpProbe(ProbeType.Readiness, "/health/ready", initialDelaySeconds: 0, periodSeconds: 2, failureThreshold: 2, endpointName: "http")
            .WithHttpProbe(ProbeType.Liveness, "/health/live", initialDelaySeconds: 0, periodSeconds: 10, endpointName: "http")
            .WithHttpProbe(ProbeType.Startup, "/health/startup", initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 60, endpointName: "http")
            .WithEnvironment("Shutdown__LameDuck", shutdown.LameDuck.ToString("c"))
            .WithAnnotation(shutdown)
            .WithAnnotation(new ReplicaAnnotation(2), ResourceAnnotationMutationBehavior.Replace)
            .WaitFor(database);
#pragma warning restore ASPIREPROBES001

    /// <summary>A project that only publishing knows.</summary>
    internal sealed class SomeProject : IProjectMetadata
    {
        public string ProjectPath => "/nowhere/Some.csproj";
    }
}
