using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Containers;
using Aspire.Hosting.Run;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.Tests.Hosting;

/// <summary>Containers, with a program in place of Docker that writes down what it is told.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_container_is_run_with_its_ports_variables_mounts_and_arguments()
    {
        using var docker = new FakeDocker(_folder);
        var builder = docker.Builder("--Parameters:secret=hidden");
        var secret = builder.AddParameter("secret", secret: true);
        builder.AddContainer("cache", "registry.example.org/cache", "7")
            .WithHttpEndpoint(targetPort: 80)
            .WithEndpoint(port: 5993, targetPort: 53, name: "dns", protocol: ProtocolType.Udp)
            .WithEnvironment("PASSWORD", secret)
            .WithVolume("cache-data", "/data")
            .WithVolume("/scratch")
            .WithBindMount("/etc/hostname", "/host", isReadOnly: true)
            .WithContainerRuntimeArgs("--memory", "1g")
            .WithEntrypoint("/bin/serve")
            .WithArgs("--verbose");
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("cache");

        var run = await docker.CallAsync("run");
        var port = ((IResourceWithEndpoints)builder.Resources.Single(resource => resource.Name == "cache")).GetEndpoint("http").Port;
        var name = run[3];
        Assert.StartsWith("cache-", name, StringComparison.Ordinal);
        Assert.Equal(
            [
                "run", "--rm", "--name", name, "-p", $"127.0.0.1:{port}:80", "-p", "127.0.0.1:5993:53/udp", "-e", "PASSWORD",
                "-v", "cache-data:/data", "-v", "/scratch", "-v", "/etc/hostname:/host:ro", "--entrypoint", "/bin/serve", "--memory", "1g",
                "registry.example.org/cache:7", "--verbose",
            ],
            run);
        Assert.Equal("hidden", await docker.VariableAsync("PASSWORD"));

        await application.StopAsync();
        Assert.Equal(["rm", "--force", name], docker.Calls()[^1]);
    }

    [Fact]
    public async Task A_container_restarts_without_a_successor_beside_it_and_the_terminal_is_told_so()
    {
        using var docker = new FakeDocker(_folder);
        var builder = docker.Builder();
        builder.AddContainer("cache", "cache");
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("cache");

        var rollout = await application.ResourceCommands.ExecuteCommandAsync("cache", "rolling-restart");
        var (exitCode, lines) = await TestTerminal.AskAsync(application, new("restart", "cache"));

        Assert.Equal(
            "'cache' cannot have two processes side by side, because a container has one name for both: stop it, then start it.", rollout.ErrorMessage);
        Assert.Equal(0, exitCode);
        Assert.Equal("1cache: it is stopped and then started, without a successor in between, because a container has one name for both", lines[0]);
        Assert.Equal("1cache: restart done", lines[^1]);
        await application.StopAsync();
    }

    [Fact]
    public async Task Without_a_runtime_the_container_is_named()
    {
        using var docker = new FakeDocker(_folder, isRunning: false);
        var builder = docker.Builder();
        builder.AddContainer("cache", "cache");
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("cache", KnownResourceStates.FailedToStart);

        Assert.Contains("'cache' is a container, and this machine has no fake-docker", FailureOf(application), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_would_outlive_the_application_is_refused()
    {
        using var docker = new FakeDocker(_folder);
        var builder = docker.Builder();
        builder.AddContainer("cache", "cache").WithLifetime(ContainerLifetime.Persistent);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("cache", KnownResourceStates.FailedToStart);

        Assert.Contains("'cache' cannot be persistent", FailureOf(application), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PgAdmin_knows_the_servers_but_not_their_passwords_and_is_not_published()
    {
        using var docker = new FakeDocker(_folder);
        var builder = docker.Builder("--Parameters:pg-password=hidden", "--ConnectionStrings:db=Host=elsewhere");
        var postgres = builder.AddPostgres("postgres", password: builder.AddParameter("pg-password", secret: true), port: 5992).WithPgAdmin().WithPgAdmin();
        postgres.Resource.PrimaryEndpoint.EndpointAnnotation.AllocatedEndpoint = new(postgres.Resource.PrimaryEndpoint.EndpointAnnotation, "127.0.0.1", 5992);
        postgres.AddDatabase("db");
        await using var application = builder.Build();
        await application.StartAsync();
        await application.InStateAsync("pgadmin", KnownResourceStates.Running);

        var run = await docker.CallAsync("run");
        var servers = await File.ReadAllTextAsync(Path.Combine(_folder.FullPath, "pgadmin", "servers.json"));
        Assert.Contains("--network=host", run);
        Assert.DoesNotContain("-p", run);
        Assert.Equal("docker.io/dpage/pgadmin4:9.12.0", run[^1]);
        Assert.Contains("\"Port\":5992", servers, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", servers, StringComparison.Ordinal);
        Assert.Equal("hidden", await docker.VariableAsync("SERVER_1_PASSWORD"));
        Assert.True(builder.Resources.Single(resource => resource.Name == "pgadmin").IsExcludedFromPublish());
        await application.StopAsync();
    }

    [Theory]
    [InlineData("nginx", null, "nginx", null, null)]
    [InlineData("library/nginx:1.29", null, "library/nginx", "1.29", null)]
    [InlineData("localhost:5000/nginx", "localhost:5000", "nginx", null, null)]
    [InlineData("ghcr.io/some/thing:v1@sha256:abc", "ghcr.io", "some/thing", null, "abc")]
    public void The_parts_of_an_image_name_are_told_apart(string text, string? registry, string image, string? tag, string? digest) =>
        Assert.Equal(new ImageName(registry, image, tag, digest), ImageName.Parse(text));

    [Fact]
    public void A_registry_of_the_options_wins()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--AppHost:DataFolder", _folder.FullPath], ProjectDirectory = AppContext.BaseDirectory, ContainerRegistryOverride = "mirror.example.org",
        });

        var container = builder.AddContainer("cache", "ghcr.io/some/cache").WithImageTag("2");

        Assert.True(container.Resource.TryGetContainerImageName(out var image));
        Assert.Equal("mirror.example.org/some/cache:2", image);
    }

    [Fact]
    public void A_tag_cannot_be_said_twice() =>
        Assert.Throws<InvalidOperationException>(() => TestApplication.Builder(_folder).AddContainer("cache", "cache:1", "2"));

    private static string FailureOf(DistributedApplication application) => application.Services.GetRequiredService<RunFailure>().Exception!.Message;
}
