using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.Tests.Hosting;

/// <summary>What can be said in an AppHost, and what the processes then get.</summary>
public sealed class ModelTests : IDisposable
{
    private const string Instance = "some-instance";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("9lives")]
    [InlineData("two--hyphens")]
    [InlineData("ends-")]
    [InlineData("under_score")]
    [InlineData("dot.ted")]
    [InlineData("ümlaut")]
    public void A_name_that_cannot_be_a_host_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Builder().AddExecutable(name, "true", "/"));

    [Fact]
    public void Names_are_unique_whatever_their_case()
    {
        var builder = Builder();
        builder.AddExecutable("api", "true", "/");

        var exception = Assert.Throws<DistributedApplicationException>(() => builder.AddExecutable("API", "true", "/"));

        Assert.Contains("'API'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_to_a_database_tells_its_connection_string_and_its_parts()
    {
        var builder = Builder("--Parameters:db-password=p@ss");
        var password = builder.AddParameter("db-password", secret: true);
        var database = builder.AddPostgres("postgres", password: password, port: 5999).AddDatabase("spadedb", "spade");
        var service = builder.AddExecutable("service", "true", "/").WithReference(database);

        var variables = await VariablesOf(builder, service.Resource);

        Assert.Equal("Host=127.0.0.1;Port=5999;Username=postgres;Password=p@ss;Database=spade", variables["ConnectionStrings__spadedb"]);
        Assert.Equal("127.0.0.1", variables["SPADEDB_HOST"]);
        Assert.Equal("5999", variables["SPADEDB_PORT"]);
        Assert.Equal("postgres", variables["SPADEDB_USERNAME"]);
        Assert.Equal("p@ss", variables["SPADEDB_PASSWORD"]);
        Assert.Equal("postgresql://postgres:p%40ss@127.0.0.1:5999/spade", variables["SPADEDB_URI"]);
        Assert.Equal("jdbc:postgresql://127.0.0.1:5999/spade", variables["SPADEDB_JDBCCONNECTIONSTRING"]);
        Assert.Equal("spade", variables["SPADEDB_DATABASENAME"]);
    }

    [Fact]
    public async Task A_reference_to_a_service_tells_its_addresses_even_of_endpoints_added_later()
    {
        var builder = Builder();
        var api = builder.AddResource(new ProjectResource("my-api"));
        var service = builder.AddExecutable("service", "true", "/").WithReference(api);
        api.WithHttpEndpoint(port: 5998);

        var variables = await VariablesOf(builder, service.Resource);

        Assert.Equal("http://127.0.0.1:5998", variables["services__my-api__http__0"]);
        Assert.Equal("http://127.0.0.1:5998", variables["MY_API_HTTP"]);
    }

    [Fact]
    public async Task An_interpolated_string_keeps_its_holes_open_until_the_process_starts()
    {
        var builder = Builder("--Parameters:greeting=hello");
        var greeting = builder.AddParameter("greeting");
        var service = builder.AddExecutable("service", "true", "/").WithHttpEndpoint(port: 5997);
        service.WithEnvironment("TARGET", $"{{{greeting}}} at {service.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");

        var variables = await VariablesOf(builder, service.Resource);

        Assert.Equal("{hello} at 127.0.0.1:5997", variables["TARGET"]);
    }

    [Theory]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://127.0.0.1:4317", "grpc")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://127.0.0.1:4318", "http/protobuf")]
    public async Task A_project_is_told_where_telemetry_goes(string setting, string address, string protocol)
    {
        var builder = Builder($"--{setting}={address}");

        var variables = await VariablesOf(builder, Project(builder).Resource);

        Assert.Equal(address, variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal(protocol, variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("api", variables["OTEL_SERVICE_NAME"]);
        Assert.Equal($"service.instance.id={Instance}", variables["OTEL_RESOURCE_ATTRIBUTES"]);
    }

    [Fact]
    public async Task A_project_is_told_nothing_of_telemetry_when_nobody_listens()
    {
        var builder = Builder();

        var variables = await VariablesOf(builder, Project(builder).WithHttpEndpoint(port: 5996).Resource);

        Assert.DoesNotContain(variables, variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal));
        Assert.Equal("http://127.0.0.1:5996", variables["ASPNETCORE_URLS"]);
    }

    [Theory]
    [InlineData("--Parameters:db-name=set", "set")]
    [InlineData("--Parameters:db_name=set", "set")]
    [InlineData("--Parameters:other=x", "default")]
    public async Task A_parameter_comes_from_configuration_or_else_is_its_default(string argument, string expected)
    {
        var builder = Builder(argument);

        var parameter = builder.AddParameter("db-name", "default");

        Assert.Equal(expected, await parameter.Resource.GetValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_parameter_without_a_value_says_how_to_give_one()
    {
        var parameter = Builder().AddParameter("db-name");

        var exception = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await parameter.Resource.GetValueAsync(CancellationToken.None));

        Assert.Contains("Parameters__db_name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_password_stays_the_same_and_is_its_owners_alone()
    {
        var first = Builder().AddPostgres("postgres").Resource.PasswordParameter;
        var second = Builder().AddPostgres("postgres").Resource.PasswordParameter;

        Assert.Equal(await first.GetValueAsync(CancellationToken.None), await second.GetValueAsync(CancellationToken.None));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullPath, "secrets")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode);
    }

    [Fact]
    public void Two_health_questions_on_one_path_clash() =>
        Assert.Throws<DistributedApplicationException>(() =>
            Builder().AddExecutable("service", "true", "/").WithHttpEndpoint().WithHttpHealthCheck("/health").WithHttpHealthCheck("/health"));

    [Fact]
    public void A_health_question_needs_an_endpoint() =>
        Assert.Throws<DistributedApplicationException>(() => Builder().AddExecutable("service", "true", "/").WithHttpHealthCheck("/health"));

    private IDistributedApplicationBuilder Builder(params string[] args) => TestApplication.Builder(_folder, args);

    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationBuilder builder) => builder.AddProject<SomeProject>("api");

    /// <summary>As run mode does it, with every endpoint at the port that it asks for.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> VariablesOf(IDistributedApplicationBuilder builder, IResource resource)
    {
        foreach (var endpoint in builder.Resources.SelectMany(each => each.Annotations.OfType<EndpointAnnotation>()))
            endpoint.AllocatedEndpoint = new(endpoint, "127.0.0.1", endpoint.Port!.Value);
        await using var application = builder.Build();
        return await application.Services.GetRequiredService<ProcessPreparation>().EnvironmentAsync(resource, new(Instance, new Dictionary<EndpointAnnotation, int>()), CancellationToken.None);
    }

    private sealed class SomeProject : IProjectMetadata
    {
        public string ProjectPath => "/nowhere/Some.csproj";
    }
}
