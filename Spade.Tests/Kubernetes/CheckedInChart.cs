using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The chart in <c>manifests/</c>: the one that people install. <see cref="CheckedInManifestsTests"/> sees to it that it is the
/// AppHost's.</summary>
internal static class CheckedInChart
{
    /// <summary>The values for a small node, inside the chart.</summary>
    internal const string TrialValues = "values-trial.yaml";

    private static readonly string Folder = Repository.PathOf("manifests");

    /// <summary>The arguments that take the values for a small node.</summary>
    internal static string[] Trial { get; } = ["--values", Path.Combine(Folder, TrialValues)];

    /// <summary>Renders the chart; what Kubernetes would not take, or is against the rules, fails the test.</summary>
    /// <param name="values">Helm's arguments that set values.</param>
    internal static async Task<IReadOnlyList<Manifest>> RenderAsync(params string[] values)
    {
        var rendering = await TemplateAsync(values);
        Assert.True(rendering.ExitCode == 0, rendering.Error);
        var lint = await Helm.RunAsync(["lint", "--strict", Folder, .. values]);
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
        var manifests = Manifest.Parse(rendering.Output);
        ManifestRules.Check(manifests);
        return manifests;
    }

    internal static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    internal static Task<ProcessRun> TemplateAsync(params string[] values) => Helm.RunAsync(["template", "spade", Folder, .. values]);
}
