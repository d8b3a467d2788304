using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Kubernetes;

/// <summary>Scaling by the queue, with KEDA.</summary>
public sealed class QueueScalingTests
{
    private const string Enabled = "worker.queueAutoscaling.enabled=true";

    [HelmFact]
    public async Task KEDA_owns_the_number_of_pods_and_waits_for_drains_as_the_other_autoscaler_does()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--namespace", "scans", "--set", Enabled + ",api.autoscaling.enabled=true,worker.queueAutoscaling.maxReplicas=20,"
                + "worker.queueAutoscaling.jobsPerPod=4");
        var scaler = manifests.Single(manifest => manifest.Label == "ScaledObject/spade-worker").Root;

        Assert.Equal(
            ("spade-worker", "2", "20", "15"),
            (scaler.Text("spec", "scaleTargetRef", "name"), scaler.Text("spec", "minReplicaCount"), scaler.Text("spec", "maxReplicaCount"),
                scaler.Text("spec", "pollingInterval")));
        var policy = scaler.At("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown", "policies", "0")!;
        Assert.Equal(("1", "125"), (policy.Text("value"), policy.Text("periodSeconds")));
        var trigger = scaler.At("spec", "triggers", "0", "metadata")!;
        Assert.Equal(
            ("spade-postgres.scans.svc.cluster.local", "5432", "postgres", "spadedb", "disable", "4", "PGPASSWORD"),
            (trigger.Text("host"), trigger.Text("port"), trigger.Text("userName"), trigger.Text("dbName"), trigger.Text("sslmode"),
                trigger.Text("targetQueryValue"), trigger.Text("passwordFromEnv")));
        Assert.Contains(
            "PGPASSWORD", manifests.Single(manifest => manifest.Label == "Deployment/spade-worker").Variables.Keys);
    }

    [HelmTheory]
    [InlineData("externalDatabase.sslMode=VerifyFull", "verify-full")]
    [InlineData("externalDatabase.sslMode=VerifyCA", "verify-ca")]
    [InlineData("externalDatabase.port=6000", "require")]
    [InlineData("externalDatabase.sslMode=VerifyCA,externalDatabase.caSecret=ca,worker.queueAutoscaling.sslMode=require", "require")]
    public async Task An_external_database_is_asked_with_the_encryption_of_the_services(string values, string expected)
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", $"{Enabled},externalDatabase.enabled=true,externalDatabase.host=db.example,{values}");

        var trigger = manifests.Single(manifest => manifest.Kind == "ScaledObject").Root.At("spec", "triggers", "0", "metadata")!;
        Assert.Equal(("db.example", "spade", expected), (trigger.Text("host"), trigger.Text("userName"), trigger.Text("sslmode")));
    }

    [HelmFact]
    public async Task Its_query_counts_what_runs_and_what_is_due_unless_the_queue_is_paused()
    {
        var manifests = await CheckedInChart.RenderAsync("--set", Enabled);
        var query = manifests.Single(manifest => manifest.Kind == "ScaledObject").Root
            .Text("spec", "triggers", "0", "metadata", "query")!;
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        await system.ExecuteAsync("INSERT INTO queues (name) VALUES ('documents'), ('webhooks')");
        await system.EnqueueAsync("documents", new { }, count: 5);
        await system.EnqueueAsync("webhooks", new { }, count: 7);
        await system.ExecuteAsync("""
            UPDATE jobs SET start_after = now() + interval '1 hour'
            WHERE id IN (SELECT id FROM jobs WHERE queue = 'documents' ORDER BY id LIMIT 2)
            """);

        Assert.Equal(3, await system.ScalarAsync<long>(query));
        await system.ExecuteAsync("UPDATE queues SET paused = true WHERE name = 'documents'");
        Assert.Equal(0, await system.ScalarAsync<long>(query));
    }

    [HelmTheory]
    [InlineData(Enabled + ",worker.autoscaling.enabled=true", "worker.autoscaling.enabled and worker.queueAutoscaling.enabled are both")]
    [InlineData(Enabled + ",worker.queueAutoscaling.minReplicas=9", "worker.queueAutoscaling.minReplicas 9 is more than maxReplicas 6")]
    [InlineData("api.queueAutoscaling.enabled=true", "api.queueAutoscaling.enabled is true, and the section has no queue")]
    [InlineData(Enabled + ",worker.queueAutoscaling.jobsPerPod=null", "the section has no jobsPerPod")]
    [InlineData(Enabled + ",externalDatabase.enabled=true,externalDatabase.host=db", "write it in full, such as "
        + "db.default.svc.cluster.local.")]
    [InlineData(Enabled + ",externalDatabase.enabled=true,externalDatabase.host=db.example,externalDatabase.sslMode=VerifyCA,"
        + "externalDatabase.caSecret=ca", "KEDA does not have the certificate of externalDatabase.caSecret")]
    [InlineData("worker.queueAutoscaling.queue=a'b", "/worker/queueAutoscaling/queue")]
    [InlineData("worker.queueAutoscaling.sslMode=on", "/worker/queueAutoscaling/sslMode")]
    public async Task A_value_that_cannot_work_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }
}
