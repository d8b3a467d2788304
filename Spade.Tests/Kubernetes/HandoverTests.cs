namespace Spade.Tests.Kubernetes;

/// <summary>An upgrade that gives the number of pods to an autoscaler must not go through one pod on the way. Who owns the number is known
/// to the cluster only; docs/runbook.md has the whole of it.</summary>
public sealed class HandoverTests
{
    private const string Helm =
        """{"manager":"helm","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{},"f:template":{"f:spec":{}}}}}""";
    private const string HelmWithout = """{"manager":"helm","operation":"Apply","fieldsV1":{"f:spec":{"f:template":{"f:spec":{}}}}}""";
    private const string HelmClientSide =
        """{"manager":"helm","operation":"Update","fieldsV1":{"f:spec":{"f:replicas":{},"f:template":{"f:spec":{}}}}}""";
    private const string Autoscaler =
        """{"manager":"kube-controller-manager","operation":"Update","subresource":"scale","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";
    private const string Scale =
        """{"manager":"kubectl","operation":"Update","subresource":"scale","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";
    private const string HandedOver = """{"manager":"spade-scaling","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";
    private const string Edited = """{"manager":"kubectl-edit","operation":"Update","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";

    [HelmTheory]
    [InlineData(5, false, HelmWithout, Autoscaler)]
    [InlineData(5, false, HelmWithout, Scale)]
    [InlineData(5, false, Helm, HandedOver)]
    [InlineData(5, false, HelmWithout)]
    [InlineData(1, false, Helm)]
    [InlineData(5, true, HelmClientSide)]
    public async Task Where_the_number_outlives_the_upgrade_the_chart_says_none(int replicas, bool isAutoscaled, params string[] managers)
    {
        var rendering = await UpgradeAsync(replicas, isAutoscaled, managers);

        Assert.True(rendering.ExitCode == 0, rendering.Error);
        var manifests = Manifest.Parse(rendering.Output);
        ManifestRules.Check(manifests);
        Assert.Null(manifests.Single(manifest => manifest.Label == "Deployment/spade-worker").Root.At("spec", "replicas"));
    }

    [HelmTheory]
    [InlineData(Helm)]
    [InlineData(HelmWithout, Edited)]
    public async Task Where_nobody_would_keep_the_number_the_upgrade_is_refused_with_the_command_that_hands_it_over(
        params string[] managers)
    {
        var rendering = await UpgradeAsync(5, isAutoscaled: false, managers);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains("deployment/spade-worker, 5: it would drop to 1", rendering.Error, StringComparison.Ordinal);
        Assert.Contains(
            """
              echo '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"spade-worker"},"spec":{"replicas":5}}' |
                kubectl --namespace scans apply --server-side --field-manager=spade-scaling --validate=false -f -
            """,
            rendering.Error, StringComparison.Ordinal);
    }

    [HelmTheory]
    [InlineData(HelmClientSide)]
    [InlineData(HelmClientSide, Autoscaler)]
    [InlineData(HelmClientSide, HandedOver)]
    public async Task Where_the_release_is_applied_client_side_it_is_refused_whoever_owns_the_number(params string[] managers)
    {
        var rendering = await UpgradeAsync(5, isAutoscaled: false, managers);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(
            "helm upgrade spade CHART --namespace scans --reset-then-reuse-values --server-side=true --set "
                + "worker.autoscaling.enabled=false,worker.replicas=5",
            rendering.Error, StringComparison.Ordinal);
    }

    [HelmFact]
    public async Task Without_an_autoscaler_the_number_is_the_values_whatever_the_cluster_has()
    {
        await using var cluster = await TestCluster.StartAsync(Deployment(5, isAutoscaled: true, [HelmWithout, Autoscaler]));

        var rendering = await CheckedInChart.TemplateAsync(["--namespace", "scans", .. cluster.Arguments, "--set", "worker.replicas=3"]);

        Assert.True(rendering.ExitCode == 0, rendering.Error);
        Assert.Equal(
            "3",
            Manifest.Parse(rendering.Output).Single(manifest => manifest.Label == "Deployment/spade-worker").Root.Text("spec", "replicas"));
    }

    private static async Task<Infrastructure.ProcessRun> UpgradeAsync(int replicas, bool isAutoscaled, string[] managers)
    {
        await using var cluster = await TestCluster.StartAsync(Deployment(replicas, isAutoscaled, managers));
        return await CheckedInChart.TemplateAsync(
            ["--namespace", "scans", .. cluster.Arguments, "--set", "worker.autoscaling.enabled=true"]);
    }

    private static string Deployment(int replicas, bool isAutoscaled, string[] managers) => $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"spade-worker","namespace":"scans",
        "annotations":{ {{{(isAutoscaled ? "\"spade/replicas\":\"autoscaler\"" : "")}}} },
        "managedFields":[{{{string.Join(',', managers)}}}]},"spec":{"replicas":{{{replicas}}} } }
        """;
}
