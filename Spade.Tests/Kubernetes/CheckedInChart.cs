using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The chart in <c>manifests/</c>, which users install. <see cref="CheckedInManifestsTests"/> checks that it matches the
/// AppHost.</summary>
internal static class CheckedInChart
{
    /// <summary>The chart's values file for a small node.</summary>
    internal const string TrialValues = "values-trial.yaml";

    private static readonly string Folder = Repository.PathOf("manifests");

    /// <summary>Helm's arguments for the values of a small node.</summary>
    internal static string[] Trial { get; } = ["--values", Path.Combine(Folder, TrialValues)];

    /// <summary>Renders the chart and fails the test if Kubernetes would reject an object or one breaks a rule.</summary>
    /// <param name="values">Helm arguments that set values.</param>
    internal static Task<IReadOnlyList<Manifest>> RenderAsync(params string[] values) => RenderAsync(isPlanned: true, values);

    /// <inheritdoc cref="RenderAsync(string[])"/>
    /// <param name="isPlanned">False when <paramref name="values"/> replace the shutdown plan, which is then not checked.</param>
    /// <param name="values">Helm arguments that set values.</param>
    internal static async Task<IReadOnlyList<Manifest>> RenderAsync(bool isPlanned, params string[] values)
    {
        var rendering = await TemplateAsync(values);
        Assert.True(rendering.ExitCode == 0, rendering.Error);
        var lint = await Helm.RunAsync(["lint", "--strict", Folder, .. values]);
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
        var manifests = Manifest.Parse(rendering.Output);
        ManifestRules.Check(manifests, isPlanned);
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
