using Aspire.Hosting;
using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The command line, and what it leaves in the folder.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Output => _folder.FullPath;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publishing_as_a_program_says_what_it_wrote_starts_nothing_and_ends_with_0()
    {
        var run = await RunAsync("--step", "publish-kubernetes", "--output-path", Output, "--environment", "Production");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"wrote {Output}/templates/spade-api/deployment.yaml\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Published chart spade 0.1.0: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(run.Output.Split('\n').Count(line => line.StartsWith("wrote ", StringComparison.Ordinal)), Files().Count);
    }

    [Fact]
    public async Task A_failure_is_one_line_and_exit_code_1()
    {
        var run = await RunAsync("--step", "deploy", "--output-path", Output);

        Assert.Equal((1, "There is no step 'deploy'. The steps are: publish, publish-kubernetes.\n", ""), (run.ExitCode, run.Error, run.Output));
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task Two_publishes_leave_the_same_files_with_the_same_bytes()
    {
        await PublishAsync(application => application.AddProject<PublishedSpade.SomeProject>("spade-mailer"));
        File.WriteAllText(Path.Combine(Output, "templates", "own.yaml"), "# Written by hand.\n");
        await PublishAsync();
        var first = Files();

        await PublishAsync();

        Assert.Equal(first, Files());
        Assert.DoesNotContain(first.Keys, path => path.Contains("mailer", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(Output, "templates", "spade-mailer")));
        Assert.Contains("templates/own.yaml", first.Keys);
        Assert.All(first.Values, content => Assert.True(!content.Contains('\r') && content.EndsWith('\n') && !content.StartsWith('\ufeff')));
    }

    [Theory]
    [InlineData("notes.txt", "mine", "is not empty and holds no chart")]
    [InlineData("Chart.yaml", "apiVersion: v2\nname: other\n", "holds another chart, 'other'")]
    public async Task A_folder_that_holds_something_else_is_left_alone(string file, string content, string expected)
    {
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Output, file), content);

        Assert.Contains(expected, await RefusalAsync(PublishedSpade.PublishTo(Output)), StringComparison.Ordinal);
        Assert.Equal(content, Assert.Single(Files()).Value);
    }

    [Theory]
    [InlineData("--publisher manifest", "There is no publisher 'manifest'")]
    [InlineData("--operation publish --log-level loud", "'loud' is no log level")]
    public async Task A_wrong_switch_is_named(string arguments, string expected) =>
        Assert.Contains(expected, await RefusalAsync(arguments.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void An_operation_that_does_not_exist_is_named() => Assert.Contains(
        "'deploy' is no operation",
        Assert.Throws<DistributedApplicationException>(() => PublishedSpade.Builder("--operation", "deploy")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Without_an_environment_there_is_nothing_to_publish_for()
    {
        await using var application = PublishedSpade.Builder(PublishedSpade.PublishTo(Output)).Build();

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync());

        Assert.Contains("AddKubernetesEnvironment", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_of_this_machine_cannot_be_published()
    {
        var refusal = await RefusalAsync(PublishedSpade.PublishTo(Output), application => application.AddExecutable("tool", "true", "/"));

        Assert.Contains("'tool' is a program of this machine", refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void A_run_knows_nothing_of_clusters()
    {
        var builder = PublishedSpade.Builder();
        var (_, worker) = builder.AddSpade();

        Assert.True(builder.ExecutionContext.IsRunMode);
        Assert.DoesNotContain(builder.Resources, resource => resource.Name == "kubernetes");
        Assert.DoesNotContain(worker.Resource.Annotations, annotation => annotation.GetType().Namespace == "Aspire.Hosting.Kubernetes");
    }

    private static Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.OfAsync(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [typeof(TestProgram).Assembly.Location, "apphost", TestAppHosts.Published, "--operation", "publish", .. arguments]);

    private async Task PublishAsync(Action<IDistributedApplicationBuilder>? more = null)
    {
        var builder = PublishedSpade.Builder(PublishedSpade.PublishTo(Output));
        builder.AddSpade();
        more?.Invoke(builder);
        await using var application = builder.Build();
        await application.StartAsync();
    }

    private static async Task<string> RefusalAsync(string[] arguments, Action<IDistributedApplicationBuilder>? more = null)
    {
        var builder = PublishedSpade.Builder(arguments);
        builder.AddSpade();
        more?.Invoke(builder);
        await using var application = builder.Build();
        return (await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync())).Message;
    }

    private Dictionary<string, string> Files() => Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .ToDictionary(path => Path.GetRelativePath(Output, path), File.ReadAllText);
}
