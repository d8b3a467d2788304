using Microsoft.Extensions.Configuration;
using Spade.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres")
    .WithDataVolume("spade-postgres");

var database = postgres.AddDatabase("spadedb");

var api = builder.AddProject<Projects.Spade_Api>("spade-api")
    .WithReference(database)
    .WithHttpEndpoint(port: builder.Configuration.GetValue("Api:Port", 5080))
    .WithExternalHttpEndpoints()
    .WithHttpProbe(ProbeType.Readiness, "/health/ready", endpointName: "http")
    .WaitFor(database);

var worker = builder.AddProject<Projects.Spade_Worker>("spade-worker")
    .WithReference(database)
    .WithHttpEndpoint()
    .WithHttpProbe(ProbeType.Readiness, "/health/ready", endpointName: "http")
    .WaitFor(database);

api.ShowFirstScanOnceHealthy(worker);

builder.Build().Run();
