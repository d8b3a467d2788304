using Spade.Tests.Hosting;

namespace Spade.Tests.Kubernetes;

/// <summary>The chart of <see cref="PublishedSpade"/>, published once for the tests of a class.</summary>
public sealed class PublishedChart : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();

    internal string Path => _folder.FullPath;

    public async Task InitializeAsync()
    {
        var builder = PublishedSpade.Builder(PublishedSpade.PublishTo(Path));
        builder.AddSpade();
        await using var application = builder.Build();
        await application.StartAsync();
    }

    /// <summary>Renders the chart; what Kubernetes would not take, or is against the rules, fails the test.</summary>
    internal async Task<IReadOnlyList<Manifest>> RenderAsync(params string[] values)
    {
        var rendering = await TemplateAsync(values);
        Assert.True(rendering.ExitCode == 0, rendering.Error);
        var lint = await Helm.RunAsync(["lint", "--strict", Path, .. values]);
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
        var manifests = Manifest.Parse(rendering.Output);
        ManifestRules.Check(manifests);
        return manifests;
    }

    internal Task<Infrastructure.ProcessRun> TemplateAsync(params string[] values) => Helm.RunAsync(["template", "spade", Path, .. values]);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
