using Aspire.Hosting;
using Spade.Tests.Kubernetes;

namespace Spade.Tests.Hosting;

/// <summary>Small AppHosts that tests run as processes, to kill them.</summary>
internal static class TestAppHosts
{
    internal const string Sleepers = "sleepers";
    internal const string Postgres = "postgres";
    internal const string Stubborn = "stubborn";
    internal const string Services = "services";
    internal const string Published = "published";

    internal static void Run(string scenario, string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, ProjectDirectory = AppContext.BaseDirectory });
        switch (scenario)
        {
            case Sleepers:
                // Like a worker with OCR children: one in its session, one that has left it, and the worker's own wait.
                builder.AddExecutable("family", "sh", "/", "-c", "sleep 3600 & setsid sleep 3600 & wait");
                builder.AddExecutable("single", "sleep", "/", "3600");
                break;
            case Postgres:
                var database = builder.AddPostgres("postgres").WithDataVolume("data").AddDatabase("testdb");
                builder.AddExecutable("service", "sleep", "/", "3600").WithReference(database).WaitFor(database);
                break;
            case Stubborn:
                builder.AddExecutable("stubborn", "sh", "/", "-c", "trap '' INT; echo deaf; sleep 3600");
                break;
            case Services:
                builder.AddTestService("api", builder.Configuration["AppHost:DataFolder"]!, replicas: 2)
                    .WithAnnotation(TestStops.Of(preStop: TimeSpan.FromSeconds(1), gracePeriod: TimeSpan.FromSeconds(10)));
                builder.AddExecutable("worker", "sh", "/", "-c", "echo at work; trap 'echo told; exit 0' TERM INT; while :; do sleep 0.05; done");
                break;
            case Published:
                builder.AddSpade();
                break;
            default:
                throw new ArgumentException($"There is no test AppHost '{scenario}'.", nameof(scenario));
        }

        builder.Build().Run();
    }
}
