using Microsoft.Extensions.Configuration;
using Spade.AppHost;
using Spade.AppHost.Operations;
using Spade.ServiceDefaults;

var builder = DistributedApplication.CreateBuilder(args);

builder.AddHelmChart("helm", "../manifests");

var database = builder.AddPostgres("postgres")
    .WithDataVolume("spade-postgres")
    .AddDatabase("spadedb");

var api = builder.AddProject<Projects.Spade_Api>("spade-api")
    .WithReplicas(builder.Configuration.GetValue("Api:Replicas", 2))
    .WithReference(database)
    .WithHttpEndpoint(port: builder.Configuration.GetValue("Api:Port", 5080))
    .WithExternalHttpEndpoints()
    .WithPublicPaths("/documents", "/openapi", "=/health/ready")
    .WithGracefulShutdown(ShutdownBudget.Api)
    .WithResources(cpu: "100m", memory: "256Mi", memoryLimit: "512Mi")
    .WaitFor(database);

var worker = builder.AddProject<Projects.Spade_Worker>("spade-worker")
    .WithReplicas(builder.Configuration.GetValue("Worker:Replicas", 2))
    .WithReference(database)
    .WithHttpEndpoint()
    .WithGracefulShutdown(ShutdownBudget.Worker)
    .WithResources(cpu: "1", memory: "512Mi", memoryLimit: "2Gi")
    .WithOcrSlots(pages: 1, documents: 2)
    .WithMigrations(database, "migrate")
    .WaitFor(database);

api.ShowFirstScanOnceHealthy(worker);

builder.Build().Run();
