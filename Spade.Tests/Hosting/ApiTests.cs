using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.Tests.Hosting;

/// <summary>The wider vocabulary of an AppHost, and what the processes then get.</summary>
public sealed class ApiTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("spade-test-project-");

    public void Dispose()
    {
        _project.Delete(recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_launch_profile_gives_endpoints_arguments_and_the_variables_that_are_not_set_yet()
    {
        var builder = Builder();
        var api = builder.AddProject("api", ProjectFile()).WithEnvironment("FROM_PROFILE", "from the AppHost");

        var variables = await VariablesOf(builder, api.Resource);

        Assert.Equal(["http 5991", "http2 5990"], api.Resource.GetEndpoints().Select(endpoint => $"{endpoint.EndpointName} {endpoint.Port}"));
        Assert.Equal("http://127.0.0.1:5991;http://127.0.0.1:5990", variables["ASPNETCORE_URLS"]);
        Assert.Equal("Staging", variables["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("from the AppHost", variables["FROM_PROFILE"]);
        Assert.Equal("first", variables["DOTNET_LAUNCH_PROFILE"]);
        Assert.Equal(["--one", "two words"], await ArgumentsOf(api.Resource));
    }

    [Fact]
    public async Task A_launch_profile_is_chosen_by_name_or_not_at_all()
    {
        var builder = Builder();
        var second = builder.AddProject("second", ProjectFile(), "second");
        var none = builder.AddProject("none", ProjectFile(), launchProfileName: null);
        var excluded = builder.AddProject("excluded", ProjectFile(), options => options.ExcludeLaunchProfile = true);

        Assert.Equal("second", (await VariablesOf(builder, second.Resource))["DOTNET_LAUNCH_PROFILE"]);
        Assert.Empty(none.Resource.GetEndpoints());
        Assert.Empty(excluded.Resource.GetEndpoints());
        var exception = Assert.Throws<DistributedApplicationException>(() => builder.AddProject("api", ProjectFile(), "third"));
        Assert.Contains("'api' has no launch profile 'third'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_tells_only_what_is_asked_for()
    {
        var builder = Builder("--Parameters:db-password=p");
        var database = builder.AddPostgres("postgres", password: builder.AddParameter("db-password", secret: true), port: 5999).AddDatabase("db");
        var api = builder.AddProject("api", ProjectFile(), launchProfileName: null).WithHttpEndpoint(port: 5998);
        var service = builder.AddExecutable("service", "true", "/")
            .WithReference(database).WithReference(api)
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.Endpoints);

        var variables = await VariablesOf(builder, service.Resource);

        Assert.Equal(["API_HTTP", "ConnectionStrings__db"], variables.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_external_service_is_told_under_its_scheme_or_as_default_when_its_address_is_a_parameter()
    {
        var builder = Builder("--Parameters:mail-url=https://mail.example.org");
        var service = builder.AddExecutable("service", "true", "/")
            .WithReference(builder.AddExternalService("search", "https://search.example.org/"))
            .WithReference(builder.AddExternalService("mail", builder.AddParameter("mail-url")));

        var variables = await VariablesOf(builder, service.Resource);

        Assert.Equal("https://search.example.org/", variables["services__search__https__0"]);
        Assert.Equal("https://search.example.org/", variables["SEARCH"]);
        Assert.Equal("https://mail.example.org/", variables["services__mail__default__0"]);
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("https://example.org/path")]
    public void An_external_service_needs_an_address_without_a_path(string url) =>
        Assert.Throws<ArgumentException>(() => Builder().AddExternalService("search", url));

    [Fact]
    public async Task A_connection_string_comes_from_configuration_or_is_put_together()
    {
        var builder = Builder("--ConnectionStrings:given=Host=there", "--Parameters:user=me");
        var given = builder.AddConnectionString("given", "GIVEN");
        var user = builder.AddParameter("user");
        var made = builder.AddConnectionString("made", pieces =>
        {
            pieces.AppendLiteral("Host=here");
            pieces.Append($";Username={user.Resource}");
        });
        var service = builder.AddExecutable("service", "true", "/").WithReference(given).WithReference(made);

        var variables = await VariablesOf(builder, service.Resource);

        Assert.Equal("Host=there", variables["GIVEN"]);
        Assert.Equal("Host=here;Username=me", variables["ConnectionStrings__made"]);
    }

    [Fact]
    public async Task A_connection_string_without_a_value_says_how_to_give_one()
    {
        var missing = Builder().AddConnectionString("missing");

        var exception = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await missing.Resource.GetConnectionStringAsync());

        Assert.Contains("ConnectionStrings__missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_parameter_that_is_kept_is_the_same_in_every_run()
    {
        var rule = new GenerateParameterDefault { MinLength = 24, MinNumeric = 3, Special = false };

        var kept = await ValueAsync(Builder().AddParameter("token", rule, secret: true, persist: true));
        var again = await ValueAsync(Builder().AddParameter("token", rule, secret: true, persist: true));
        var other = await ValueAsync(Builder().AddParameter("token", rule, secret: true));

        Assert.Equal(kept, again);
        Assert.NotEqual(kept, other);
        Assert.Equal(24, kept!.Length);
        Assert.True(kept.Count(char.IsAsciiDigit) >= 3);
        Assert.All(kept, character => Assert.True(char.IsAsciiLetterOrDigit(character)));
    }

    [Fact]
    public async Task A_parameters_value_is_asked_for_late_and_published_only_when_it_may_be()
    {
        var value = "early";
        var builder = Builder("--Some:Key=configured");
        var hidden = builder.AddParameter("hidden", () => value);
        var shown = builder.AddParameter("shown", () => value, publishValueAsDefault: true);
        value = "late";

        Assert.Equal("late", await ValueAsync(hidden));
        Assert.Null(hidden.Resource.Default);
        Assert.Equal("late", shown.Resource.Default!.GetDefaultValue());
        Assert.Equal("configured", await ValueAsync(builder.AddParameterFromConfiguration("other", "Some:Key")));
        Assert.Throws<ArgumentException>(() => builder.AddParameter("both", "value", publishValueAsDefault: true, secret: true));
    }

    [Fact]
    public async Task Addresses_for_people_follow_the_endpoints()
    {
        var builder = Builder();
        var service = builder.AddExecutable("service", "true", "/").WithHttpEndpoint(port: 5995)
            .WithUrl("/docs", "Documentation")
            .WithUrl("https://example.org/help")
            .WithUrlForEndpoint("http", url => url.DisplayOrder = -1)
            .WithUrlForEndpoint("http", endpoint => new() { Url = "/admin", DisplayText = endpoint.EndpointName });
        Allocate(builder);

        var urls = await ResourceUrls.OfAsync(service.Resource, builder.ExecutionContext, CancellationToken.None);

        Assert.Equal(
            ["https://example.org/help", "http://127.0.0.1:5995/admin", "http://127.0.0.1:5995/", "http://127.0.0.1:5995/docs"],
            urls.Select(url => url.Url));
    }

    [Fact]
    public void Nothing_is_shown_below_itself()
    {
        var builder = Builder();
        var parent = builder.AddExecutable("parent", "true", "/");
        var child = builder.AddExecutable("child", "true", "/").WithParentRelationship(parent);

        Assert.Throws<InvalidOperationException>(() => parent.WithParentRelationship(child));
    }

    [Fact]
    public void A_resource_is_found_again_by_its_name()
    {
        var builder = Builder();
        var service = builder.AddExecutable("service", "true", "/");

        Assert.Same(service.Resource, builder.CreateResourceBuilder<ExecutableResource>("SERVICE").Resource);
        Assert.False(builder.TryCreateResourceBuilder<ExecutableResource>("other", out _));
        Assert.Contains("There are: service", Assert.Throws<InvalidOperationException>(() => builder.CreateResourceBuilder<ExecutableResource>("other")).Message, StringComparison.Ordinal);
        Assert.Contains("is a ExecutableResource", Assert.Throws<InvalidOperationException>(() => builder.CreateResourceBuilder<ProjectResource>("service")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_health_question_can_choose_its_endpoint()
    {
        var service = Builder().AddExecutable("service", "true", "/").WithHttpEndpoint(name: "web");

        service.WithHttpHealthCheck(() => service.GetEndpoint("web"), "/health");

        Assert.Equal("service_web_/health_200_check", Assert.Single(service.Resource.Annotations.OfType<HealthCheckAnnotation>()).Key);
        Assert.Throws<DistributedApplicationException>(() => service.WithHttpHealthCheck(() => service.GetEndpoint("other")));
    }

    [Fact]
    public async Task Values_are_ready_at_once_and_the_whole_application_is_told_its_events()
    {
        var builder = Builder("--ConnectionStrings:given=Host=there");
        builder.Services.AddSingleton(new ConcurrentQueue<string>());
        builder.Services.AddEventingSubscriber<Listener>();
        var made = builder.AddConnectionString("made", ReferenceExpression.Create($"Host=here"));
        builder.AddExternalService("search", "https://search.example.org/");
        builder.AddConnectionString("given");
        builder.AddExecutable("service", "sleep", "/", "3600").WaitFor(made);
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        await application.StopAsync();

        Assert.Equal(
            ["before start", "initialize made", "initialize search", "initialize given", "initialize service", "created"],
            application.Services.GetRequiredService<ConcurrentQueue<string>>());
    }

    private IDistributedApplicationBuilder Builder(params string[] args) => TestApplication.Builder(_folder, args);

    private string ProjectFile()
    {
        var file = Path.Combine(_project.FullName, "Some.csproj");
        File.WriteAllText(file, "<Project />");
        var settings = Path.Combine(_project.CreateSubdirectory("Properties").FullName, "launchSettings.json");
        File.WriteAllText(settings, """
            {
              // As editors leave it.
              "profiles": {
                "in IIS": { "commandName": "IISExpress" },
                "first": {
                  "commandName": "Project",
                  "commandLineArgs": "--one \"two words\"",
                  "applicationUrl": "http://localhost:5991;http://localhost:5990",
                  "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Staging", "FROM_PROFILE": "from the profile" },
                },
                "second": { "commandName": "Project" }
              }
            }
            """);
        return file;
    }

    private static void Allocate(IDistributedApplicationBuilder builder)
    {
        foreach (var endpoint in builder.Resources.SelectMany(each => each.Annotations.OfType<EndpointAnnotation>()))
            endpoint.AllocatedEndpoint = new(endpoint, "127.0.0.1", endpoint.Port!.Value);
    }

    private static async Task<IReadOnlyDictionary<string, string>> VariablesOf(IDistributedApplicationBuilder builder, IResource resource)
    {
        Allocate(builder);
        await using var application = builder.Build();
        return await application.Services.GetRequiredService<ProcessPreparation>().EnvironmentAsync(
            resource, new ReplicaScope(resource.Name, new Dictionary<EndpointAnnotation, int>()), CancellationToken.None);
    }

    private static async Task<IReadOnlyList<object>> ArgumentsOf(ProjectResource resource)
    {
        var context = new CommandLineArgsCallbackContext([], resource);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return [.. context.Args];
    }

    private static ValueTask<string?> ValueAsync(IResourceBuilder<ParameterResource> parameter) => parameter.Resource.GetValueAsync(CancellationToken.None);

    private sealed class Listener(ConcurrentQueue<string> events) : IDistributedApplicationEventingSubscriber
    {
        public Task SubscribeAsync(
            IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
        {
            eventing.Subscribe<BeforeStartEvent>((_, _) => Note("before start"));
            eventing.Subscribe<InitializeResourceEvent>((initialize, _) => Note($"initialize {initialize.Resource.Name}"));
            eventing.Subscribe<AfterResourcesCreatedEvent>((_, _) => Note("created"));
            return Task.CompletedTask;
        }

        private Task Note(string name)
        {
            events.Enqueue(name);
            return Task.CompletedTask;
        }
    }
}
