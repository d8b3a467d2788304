#pragma warning disable ASPIREPROBES001 // The tests are about probes.
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Adding <see cref="TestService"/>s to applications, and talking to them.</summary>
internal static class TestServices
{
    /// <summary>Adds replicas of the test service, with a readiness probe each second that believes the first bad answer, but waits long for
    /// one: on a busy machine a slow answer is not a bad one.</summary>
    internal static IResourceBuilder<ExecutableResource> AddTestService(
        this IDistributedApplicationBuilder builder, string name, string switches, int replicas = 1)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return builder.AddExecutable(name, dotnet, "/", typeof(TestProgram).Assembly.Location, "service")
            .WithHttpEndpoint(env: TestService.PortVariable)
            .WithEnvironment(TestService.SwitchesVariable, switches)
            .WithHttpProbe(ProbeType.Readiness, "/ready", periodSeconds: 1, timeoutSeconds: 10, failureThreshold: 1)
            .WithAnnotation(new ReplicaAnnotation(replicas));
    }

    /// <summary>Throws a switch, for all processes or for one.</summary>
    internal static void MakeUnready(this TestFolder folder, int? process = null) => folder.Throw(process is null ? "unready" : $"unready-{process}");

    internal static void MakeReady(this TestFolder folder) => File.Delete(Path.Combine(folder.FullPath, "unready"));

    /// <summary>Throws a switch of that name.</summary>
    internal static void Throw(this TestFolder folder, string name)
    {
        Directory.CreateDirectory(folder.FullPath);
        File.WriteAllText(Path.Combine(folder.FullPath, name), "");
    }

    internal static Uri AddressOf(this IResourceBuilder<IResourceWithEndpoints> service) => new(service.GetEndpoint("http").Url);

    /// <summary>Asks over a connection of its own; returns the process that answers.</summary>
    internal static async Task<int> AskAsync(Uri address)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { ConnectionClose = true } };
        return int.Parse(await client.GetStringAsync(address));
    }
}
