using Microsoft.Extensions.Configuration;
using Spade.AppHost;
using Spade.AppHost.Operations;
using Spade.ServiceDefaults.Budgets;

PlainErrors.Use();

var builder = DistributedApplication.CreateBuilder(args).WithLocalDashboard();

var database = builder.AddPostgres("postgres")
    .WithDataVolume("spade-postgres")
    .RunAsLocalCluster()
    .AddDatabase("spadedb");

var (apis, port) = (builder.Configuration.GetValue("Api:Replicas", 2), builder.Configuration.GetValue("Api:Port", 5080));
var api = builder.AddReplicated<Projects.Spade_Api>("spade-api", apis, replica => replica
    .WithReference(database)
    .WithRedactedQueries()
    .WithHttpEndpoint()
    .WithExternalHttpEndpoints()
    .WithPublicPaths("=/", "/site", "/documents", "/languages", "/openapi", "=/health/ready")
    .WithGracefulShutdown("spade-api", ServiceBudgets.Api)
    .WithResources(cpu: "100m", memory: "256Mi", memoryLimit: "512Mi")
    .WaitFor(database), port);

var workers = builder.Configuration.GetValue("Worker:Replicas", 2);
var worker = builder.AddReplicated<Projects.Spade_Worker>("spade-worker", workers, replica => replica
    .WithReference(database)
    .WithRedactedQueries()
    .WithHttpEndpoint()
    .WithGracefulShutdown("spade-worker", ServiceBudgets.Worker)
    .WithResources(cpu: "1", memory: "512Mi", memoryLimit: "2Gi")
    .WithOcrSlots(pages: 1, documents: 2)
    .WithMigrations("migrate")
    .WaitFor(database));

api.WithDocumentUrls().WithQueueCommands().ShowFirstScanOnceHealthy(worker);

builder.PublishForKubernetes(chart: "../manifests");
builder.Build().Run();
