namespace Spade.Tests.Kubernetes;

/// <summary>An upgrade that enables an autoscaler must not drop to one pod in between. Only the cluster knows which field manager owns the
/// number of pods; docs/runbook.md has the details.</summary>
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
    private const string KeptByCommand = """{"manager":"spade-scaling","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";
    private const string Edited = """{"manager":"kubectl-edit","operation":"Update","fieldsV1":{"f:spec":{"f:replicas":{}}}}""";

    [HelmTheory]
    [InlineData(5, false, HelmWithout, Autoscaler)]
    [InlineData(5, false, HelmWithout, Scale)]
    [InlineData(5, false, Helm, KeptByCommand)]
    [InlineData(5, false, HelmWithout)]
    [InlineData(1, false, Helm)]
    [InlineData(5, true, HelmClientSide)]
    public async Task When_the_number_survives_the_upgrade_the_chart_sets_none(int replicas, bool isAutoscaled, params string[] managers)
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
    public async Task When_the_number_would_be_lost_the_upgrade_fails_with_the_command_that_keeps_it(
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

    [HelmFact]
    public async Task KEDA_takes_over_the_number_in_the_same_way()
    {
        var lost = await UpgradeAsync(5, isAutoscaled: false, [Helm], "worker.queueAutoscaling.enabled=true");
        var kept = await UpgradeAsync(5, isAutoscaled: false, [Helm, KeptByCommand], "worker.queueAutoscaling.enabled=true");
        var clientSide = await UpgradeAsync(5, isAutoscaled: false, [HelmClientSide], "worker.queueAutoscaling.enabled=true");

        Assert.NotEqual(0, lost.ExitCode);
        Assert.Contains(
            "worker.queueAutoscaling.enabled is true, and Helm alone owns the number of pods of deployment/spade-worker, 5", lost.Error,
            StringComparison.Ordinal);
        Assert.Contains("--set worker.queueAutoscaling.enabled=false,worker.replicas=5", clientSide.Error, StringComparison.Ordinal);
        Assert.True(kept.ExitCode == 0, kept.Error);
        var deployment = Manifest.Parse(kept.Output).Single(manifest => manifest.Label == "Deployment/spade-worker");
        Assert.Null(deployment.Root.At("spec", "replicas"));
    }

    [HelmTheory]
    [InlineData(HelmClientSide)]
    [InlineData(HelmClientSide, Autoscaler)]
    [InlineData(HelmClientSide, KeptByCommand)]
    public async Task When_the_release_is_applied_client_side_the_upgrade_fails_for_every_owner_of_the_number(params string[] managers)
    {
        var rendering = await UpgradeAsync(5, isAutoscaled: false, managers);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(
            "helm upgrade spade CHART --namespace scans --reset-then-reuse-values --server-side=true --set "
                + "worker.autoscaling.enabled=false,worker.replicas=5",
            rendering.Error, StringComparison.Ordinal);
    }

    [HelmFact]
    public async Task Without_an_autoscaler_the_number_comes_from_the_values_and_not_from_the_cluster()
    {
        await using var cluster = await TestCluster.StartAsync(Deployment(5, isAutoscaled: true, [HelmWithout, Autoscaler]));

        var rendering = await CheckedInChart.TemplateAsync(["--namespace", "scans", .. cluster.Arguments, "--set", "worker.replicas=3"]);

        Assert.True(rendering.ExitCode == 0, rendering.Error);
        Assert.Equal(
            "3",
            Manifest.Parse(rendering.Output).Single(manifest => manifest.Label == "Deployment/spade-worker").Root.Text("spec", "replicas"));
    }

    private static async Task<Infrastructure.ProcessRun> UpgradeAsync(
        int replicas, bool isAutoscaled, string[] managers, string values = "worker.autoscaling.enabled=true")
    {
        await using var cluster = await TestCluster.StartAsync(Deployment(replicas, isAutoscaled, managers));
        return await CheckedInChart.TemplateAsync(
            ["--namespace", "scans", .. cluster.Arguments, "--set", values]);
    }

    private static string Deployment(int replicas, bool isAutoscaled, string[] managers) => $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"spade-worker","namespace":"scans",
        "annotations":{ {{{(isAutoscaled ? "\"spade/replicas\":\"autoscaler\"" : "")}}} },
        "managedFields":[{{{string.Join(',', managers)}}}]},"spec":{"replicas":{{{replicas}}} } }
        """;
}
