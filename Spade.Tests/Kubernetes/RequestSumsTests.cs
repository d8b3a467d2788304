using System.Globalization;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>Compares the chart's resource requests with the table in <c>docs/kubernetes.md</c>.</summary>
public sealed class RequestSumsTests
{
    private const decimal MemoryUnit = 1024;

    [HelmFact]
    public async Task The_table_in_the_docs_has_the_sums_of_the_chart()
    {
        var (defaults, trial) = (await CheckedInChart.RenderAsync(), await CheckedInChart.RenderAsync(CheckedInChart.Trial));
        var docs = await File.ReadAllLinesAsync(Repository.PathOf("docs/kubernetes.md"));

        Assert.Contains(Row("installed", Sum(defaults, _ => 0), Sum(trial, _ => 0)), docs);
        Assert.Contains(Row("a rollout of both, without waiting for a drain", Sum(defaults, Surge), Sum(trial, Surge)), docs);
        Assert.Contains(Row("the same with every old pod still there", Sum(defaults, Replicas), Sum(trial, Replicas)), docs);
    }

    [HelmFact]
    public async Task The_trial_values_change_only_requests_and_leave_one_of_two_cores_free()
    {
        var (defaults, trial) = (await CheckedInChart.RenderAsync(), await CheckedInChart.RenderAsync(CheckedInChart.Trial));

        Assert.True(Sum(trial, Replicas).Cpu <= 1);
        Assert.True(Sum(trial, Replicas).Memory <= 3 * MemoryUnit);
        Assert.Equal(defaults.Select(manifest => manifest.Label), trial.Select(manifest => manifest.Label));
        Assert.All(defaults.Zip(trial), pair => Assert.Equal(WithoutRequests(pair.First), WithoutRequests(pair.Second)));
    }

    private static string Row(string when, (decimal Cpu, decimal Memory) defaults, (decimal Cpu, decimal Memory) trial) =>
        FormattableString.Invariant($"| {when} | {defaults.Cpu:0.00} cores, {Gib(defaults)} | {trial.Cpu:0.00} cores, {Gib(trial)} |");

    private static string Gib((decimal Cpu, decimal Memory) sum) =>
        (sum.Memory / MemoryUnit).ToString("0.00 'GiB'", CultureInfo.InvariantCulture);

    /// <summary>Total requests of all pods, in cores and MiB.</summary>
    /// <param name="manifests">The rendered chart.</param>
    /// <param name="more">Number of pods that a rollout adds to a Deployment.</param>
    private static (decimal Cpu, decimal Memory) Sum(IReadOnlyList<Manifest> manifests, Func<Manifest, int> more)
    {
        // Without what `helm test` runs for a moment.
        var workloads = manifests.Where(manifest => manifest.Root.At("spec", "replicas") is not null).Select(manifest => (
            Pods: Replicas(manifest) + (manifest.Kind == "Deployment" ? more(manifest) : 0),
            Cpu: Request(manifest, "cpu", ("m", 0.001m)),
            Memory: Request(manifest, "memory", ("Mi", 1), ("Gi", MemoryUnit)))).ToList();
        return (workloads.Sum(each => each.Pods * each.Cpu), workloads.Sum(each => each.Pods * each.Memory));
    }

    private static int Replicas(Manifest manifest) => int.Parse(manifest.Root.Text("spec", "replicas")!, CultureInfo.InvariantCulture);

    private static int Surge(Manifest manifest) =>
        int.Parse(manifest.Root.Text("spec", "strategy", "rollingUpdate", "maxSurge")!, CultureInfo.InvariantCulture);

    private static decimal Request(Manifest manifest, string resource, params (string Unit, decimal Factor)[] units)
    {
        var text = manifest.Container.Text("resources", "requests", resource)!;
        var (unit, factor) = units.FirstOrDefault(each => text.EndsWith(each.Unit, StringComparison.Ordinal), (Unit: "", Factor: 1));
        return decimal.Parse(text[..^unit.Length], CultureInfo.InvariantCulture) * factor;
    }

    private static string WithoutRequests(Manifest manifest)
    {
        if (manifest.Pod is not null)
            ((YamlDotNet.RepresentationModel.YamlMappingNode)manifest.Container.At("resources")!).Children.Remove("requests");
        return manifest.Root.ToString();
    }
}
