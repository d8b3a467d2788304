using Microsoft.Extensions.Configuration;
using Spade.AppHost;
using Spade.AppHost.Operations;
using Spade.ServiceDefaults;

PlainErrors.Use();

var builder = DistributedApplication.CreateBuilder(args).WithLocalDashboard();

var database = builder.AddPostgres("postgres")
    .WithDataVolume("spade-postgres")
    .RunAsLocalCluster()
    .AddDatabase("spadedb");

var api = builder.AddReplicated<Projects.Spade_Api>("spade-api", builder.Configuration.GetValue("Api:Replicas", 2), replica => replica
    .WithReference(database)
    .WithHttpEndpoint()
    .WithGracefulShutdown("spade-api", ShutdownBudget.Api)
    .WaitFor(database), builder.Configuration.GetValue("Api:Port", 5080));

var worker = builder.AddReplicated<Projects.Spade_Worker>("spade-worker", builder.Configuration.GetValue("Worker:Replicas", 2), replica => replica
    .WithReference(database)
    .WithHttpEndpoint()
    .WithGracefulShutdown("spade-worker", ShutdownBudget.Worker)
    .WithOcrSlots(pages: 1, documents: 2)
    .WaitFor(database));

api.WithDocumentUrls().WithQueueCommands();
api.ShowFirstScanOnceHealthy(worker);

builder.AddAspireKubernetes();
builder.Build().Run();
