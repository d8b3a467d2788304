using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Hosting;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;
using Spade.Tests.Restarts.Rig;

namespace Spade.Tests.Hosting;

/// <summary>Running AppHosts in tests.</summary>
public sealed class TestingBuilderTests
{
    private static readonly TimeSpan Patience = TestApplication.Patience;

    [Fact]
    public async Task The_whole_application_runs_in_a_test()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        await using var collector = await OtlpCollector.StartAsync();
        await using var appHost = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Spade_AppHost>(
            [$"--ConnectionStrings:spadedb={database}", $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL={collector.HttpEndpoint}", "--Api:Replicas=1", "--Worker:Replicas=1"]);
        await using var application = await appHost.BuildAsync();
        await application.StartAsync();
        await application.HealthyAsync("spade-api");

        using var client = application.CreateHttpClient("spade-api");
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(database, await application.GetConnectionStringAsync("spadedb"));
        Assert.Equal(Projects.Spade_AppHost.ProjectPath, appHost.AppHostDirectory);
        Assert.Equal("Development", appHost.Environment.EnvironmentName);
        // One address given to the AppHost, and all three signals of both services arrive there.
        await application.HealthyAsync("spade-worker");
        using var scan = new ByteArrayContent(UniqueScan.Png());
        using var upload = await client.PostAsync(new Uri("/documents", UriKind.Relative), scan);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, upload.StatusCode);
        foreach (var service in (string[])["spade-api", "spade-worker"])
        {
            await collector.WaitForAsync(all => all.Spans.Any(span => span.Service == service) && all.Points.Any(point => point.Service == service)
                && all.Logs.Any(log => log.Service == service));
        }
    }

    [Fact]
    public async Task A_description_in_the_test_itself_runs_with_data_of_its_own_that_goes_with_it()
    {
        string folder;
        await using (var builder = DistributedApplicationTestingBuilder.Create())
        {
            folder = builder.Configuration["AppHost:DataFolder"]!;
            builder.AddExecutable("sleeper", "sleep", "/", "3600").WithHttpEndpoint(isProxied: false);
            await using var application = await builder.BuildAsync();
            await application.StartAsync();
            await application.ResourceNotifications.WaitForResourceAsync("sleeper").WaitAsync(Patience);

            Assert.True(Directory.Exists(folder));
            Assert.Equal("true", builder.Configuration["DcpPublisher:RandomizePorts"]);
            Assert.True(application.GetEndpoint("sleeper").Port > 0);
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Arguments_of_the_test_win_over_the_defaults_of_tests()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create("--DcpPublisher:RandomizePorts=false", "--Some:Key", "value");

        Assert.Equal("false", builder.Configuration["DcpPublisher:RandomizePorts"]);
        Assert.Equal("value", builder.Configuration["Some:Key"]);
    }

    [Fact]
    public async Task Main_describes_first_then_the_test_and_Main_ends_with_the_application()
    {
        var appHost = new ScriptedAppHost(builder => builder.AddExecutable("of-main", "sleep", "/", "3600"));
        await using var builder = await appHost.CreateAsync();
        builder.AddExecutable("of-test", "sleep", "/", "3600");
        var application = await builder.BuildAsync();
        await application.StartAsync();
        await application.HealthyAsync("of-main");
        await application.HealthyAsync("of-test");
        Assert.False(appHost.Ended.IsCompleted);

        await application.DisposeAsync();

        await appHost.Ended.WaitAsync(Patience);
        Assert.Equal(KnownResourceStates.Exited, Assert.Single(appHost.LastStates, state => state.Key == "of-main").Value);
    }

    [Fact]
    public async Task What_Main_throws_before_it_builds_reaches_the_test()
    {
        var appHost = new ScriptedAppHost(_ => throw new DistributedApplicationException("no such thing"));

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => appHost.CreateAsync());

        Assert.Equal("no such thing", exception.Message);
        await appHost.Ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task Main_ends_when_the_test_never_builds()
    {
        var appHost = new ScriptedAppHost(_ => { });
        var builder = await appHost.CreateAsync();
        Assert.False(appHost.Ended.IsCompleted);

        await builder.DisposeAsync();

        await appHost.Ended.WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => builder.BuildAsync());
    }

    [Fact]
    public async Task Two_applications_run_side_by_side()
    {
        var appHosts = new[] { new ScriptedAppHost(Describe), new ScriptedAppHost(Describe) };
        var builders = await Task.WhenAll(appHosts.Select(appHost => appHost.CreateAsync()));
        await using var first = builders[0];
        await using var second = builders[1];
        var applications = await Task.WhenAll(builders.Select(builder => builder.BuildAsync()));
        await Task.WhenAll(applications.Select(application => application.StartAsync()));
        await Task.WhenAll(applications.Select(application => application.ResourceNotifications.WaitForResourceAsync("sleeper").WaitAsync(Patience)));

        Assert.NotEqual(applications[0].GetEndpoint("sleeper"), applications[1].GetEndpoint("sleeper"));

        foreach (var builder in builders)
            await builder.DisposeAsync();
        await Task.WhenAll(appHosts.Select(appHost => appHost.Ended)).WaitAsync(Patience);

        static void Describe(IDistributedApplicationBuilder builder) => builder.AddExecutable("sleeper", "sleep", "/", "3600").WithHttpEndpoint(isProxied: false);
    }

    [Fact]
    public async Task An_assembly_without_a_Main_is_named()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => DistributedApplicationTestingBuilder.CreateAsync<DistributedApplication>());

        Assert.Contains("Spade.Hosting has no Main", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_named_with_what_is()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        builder.AddExecutable("sleeper", "sleep", "/", "3600").WithHttpEndpoint(name: "web");
        await using var application = await builder.BuildAsync();

        Assert.Contains("There are: sleeper", Assert.Throws<ArgumentException>(() => application.GetEndpoint("other")).Message, StringComparison.Ordinal);
        Assert.Contains("It has: web", Assert.Throws<ArgumentException>(() => application.GetEndpoint("sleeper")).Message, StringComparison.Ordinal);
        Assert.Contains("start the application", Assert.Throws<InvalidOperationException>(() => application.GetEndpoint("sleeper", "web")).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await application.GetConnectionStringAsync("sleeper"));
    }

    [Fact]
    public async Task A_factory_has_its_say_at_every_step()
    {
        var steps = new List<string>();
        await using (var factory = new NotingFactory(steps))
        {
            await factory.StartAsync();
            Assert.True(factory.GetEndpoint("spade-worker").Port > 0);
        }

        Assert.Equal(["creating", "created", "building", "built"], steps);
    }

    /// <summary>The real AppHost with its resources cut down to one that starts at once.</summary>
    private sealed class NotingFactory(List<string> steps) : DistributedApplicationFactory(typeof(Projects.Spade_AppHost))
    {
        protected override void OnBuilderCreating(DistributedApplicationOptions applicationOptions, HostApplicationBuilderSettings hostOptions) => steps.Add("creating");

        protected override void OnBuilderCreated(DistributedApplicationBuilder applicationBuilder) => steps.Add("created");

        protected override void OnBuilding(DistributedApplicationBuilder applicationBuilder)
        {
            steps.Add("building");
            applicationBuilder.Resources.Clear();
            applicationBuilder.AddExecutable("spade-worker", "sleep", "/", "3600").WithHttpEndpoint(isProxied: false);
        }

        protected override void OnBuilt(DistributedApplication application) => steps.Add("built");
    }
}
