using System.Globalization;
using System.Text.Json;
using k8s;
using k8s.Models;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;
using Spade.Rehearsal.Targets.Cluster;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using LoadServer = Spade.Rehearsal.Load.LoadServer;

namespace Spade.Tests.Rehearsal.Targets;

public sealed class ClusterTargetTests
{
    private static readonly Step Roll = new(1, TimeSpan.Zero, StepAction.RollingRestart) { Of = StepObject.Api };

    [Fact]
    public async Task A_rollout_sets_one_annotation_and_is_over_when_the_old_pods_are_gone()
    {
        await using var cluster = await StubCluster.StartAsync();
        await using var api = StubServer.Start(AnswerLedgerAsync);
        var journal = new Journal();
        await using var target = Target(cluster, api.Address, journal);

        var facts = await target.StartAsync(CancellationToken.None).DefaultTimeout();
        Assert.Equal("registry.example.org/spade-api:1.4.0", facts.Versions["spade-api"]);
        Assert.Equal(new ServiceBudget(PreStop: 5, LameDuck: 5, InFlight: 27, Drain: 30, Grace: 35), facts.Budgets["spade-api"]);

        // The pods are listed while the load starts.
        await LifeAsync(target, journal, "spade-api-old", life => life.ReadyAt is not null);
        Assert.Equal("spade-api", await target.DoAsync(Roll, CancellationToken.None).DefaultTimeout());

        var write = Assert.Single(cluster.Writes);
        Assert.StartsWith("PATCH /apis/apps/v1/namespaces/shop/deployments/spade-api application/strategic-merge-patch+json", write,
            StringComparison.Ordinal);
        using var patch = JsonDocument.Parse(write[write.IndexOf('{', StringComparison.Ordinal)..]);
        var annotation = patch.RootElement.GetProperty("spec").GetProperty("template").GetProperty("metadata").GetProperty("annotations")
            .EnumerateObject().Single();
        Assert.Equal("kubectl.kubernetes.io/restartedAt", annotation.Name);

        var old = await LifeAsync(target, journal, "spade-api-old", life => life.EndedAt is not null);
        Assert.Equal(("spade-api", 0, 0), (old.Service, old.ProcessId, old.ExitCode));
        Assert.Equal(At("09:00:00"), old.StartedAt);
        Assert.Equal(At("09:00:05"), old.ReadyAt);
        // The deletion's time is the end of the grace period.
        Assert.Equal(At("10:00:00"), old.StopBeganAt);
        Assert.Equal(At("10:00:06"), old.NotReadyAt);
        Assert.Equal(At("10:00:12"), old.EndedAt);
        var young = await LifeAsync(target, journal, "spade-api-new", life => life.ReadyAt is not null);
        Assert.Equal((null, null), (young.EndedAt, young.StopBeganAt));
        Assert.Contains(journal.Entries.OfType<LedgerEntry>(), row =>
            row is { Service: "spade-api", InFlight: 2, HandedOver: 1, State: "stopped" });
    }

    [Fact]
    public async Task A_deployment_that_is_not_there_and_one_that_may_not_be_patched_are_named()
    {
        await using var cluster = await StubCluster.StartAsync(patchStatus: 403);
        await using (var missing = Target(cluster, new Uri("http://127.0.0.1:1"), new Journal(), "spade-worker"))
        {
            var error = await Assert.ThrowsAsync<TargetException>(() => missing.StartAsync(CancellationToken.None)).DefaultTimeout();
            Assert.StartsWith("--rollout deployment/spade-worker: the cluster answers 404", error.Message, StringComparison.Ordinal);
            Assert.Contains("namespace 'shop'", error.Message, StringComparison.Ordinal);
        }

        await using var forbidden = Target(cluster, new Uri("http://127.0.0.1:1"), new Journal());
        await forbidden.StartAsync(CancellationToken.None).DefaultTimeout();
        var refusal = await Assert.ThrowsAsync<TargetException>(() => forbidden.DoAsync(Roll, CancellationToken.None)).DefaultTimeout();
        Assert.Equal("deployment/spade-api: the cluster answers 403 Forbidden to the restart.", refusal.Message);
    }

    [Theory]
    [InlineData("pods", "--rollout deployment/spade-api, its pods: the cluster answers 403 Forbidden in the namespace 'shop'.")]
    [InlineData(
        "configmaps/spade-api-config", "--rollout deployment/spade-api, a ConfigMap of its variables: the cluster answers 403 Forbidden")]
    public async Task What_may_not_be_read_is_named_before_anything_is_restarted(string forbidden, string message)
    {
        await using var cluster = await StubCluster.StartAsync(forbidden: $"/api/v1/namespaces/shop/{forbidden}");
        await using var target = Target(cluster, new Uri("http://127.0.0.1:1"), new Journal());

        var error = await Assert.ThrowsAsync<TargetException>(() => target.StartAsync(CancellationToken.None)).DefaultTimeout();

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
    }

    [Theory]
    [InlineData("kill", "A cluster is restarted by rolling restarts only")]
    [InlineData("versions", "A cluster is restarted by rolling restarts only")]
    [InlineData("default", "and no --rollout names such a Deployment.")]
    [InlineData("rollout", null)]
    public async Task A_schedule_that_a_cluster_cannot_have_is_refused(string schedule, string? objection)
    {
        await using var cluster = await StubCluster.StartAsync();
        await using var target = Target(cluster, cluster.Address, new Journal());
        var said = target.Objection(ShippedSchedules.Find(schedule));
        if (objection is null)
            Assert.Null(said);
        else
            Assert.Contains(objection, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_crashed_and_was_restarted_in_its_pod_are_two_lives()
    {
        var status = new V1ContainerStatus
        {
            Name = "spade-api", RestartCount = 1,
            State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = At("10:30:01").UtcDateTime } },
            LastState = new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated { ExitCode = 139, FinishedAt = At("10:30:00").UtcDateTime },
            },
        };
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "spade-api-1" }, Status = new V1PodStatus { ContainerStatuses = [status] },
        };

        Assert.Equal(1, PodLife.RestartsOf(pod, "spade-api"));
        var first = PodLife.Restarted(
            new LifeEntry("spade-api-1", "spade-api", 0, null, At("09:00:00")), pod, "spade-api", At("11:00:00"));
        Assert.Equal((139, At("10:30:00")), (first.ExitCode, first.EndedAt));
        var second = PodLife.After(null, pod, "spade-api", At("11:00:00"))!;
        Assert.Equal((At("10:30:01"), null), (second.StartedAt, second.EndedAt));
    }

    [Fact]
    public void A_context_that_the_kubeconfig_lacks_is_named()
    {
        var error = Assert.Throws<TargetException>(() => ClusterConnection.Open("no-such-context"));
        Assert.StartsWith("--kube-context no-such-context: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deployment/spade-api", "spade-api")]
    [InlineData("spade-api", null)]
    [InlineData("deployment/", null)]
    [InlineData("statefulset/postgres", null)]
    [InlineData("deployment/a/b", null)]
    public void Rollouts_are_named_as_kubectl_takes_them(string text, string? deployment) =>
        Assert.Equal(deployment, RolloutName.Parse(text)?.Deployment);

    private static ClusterTarget Target(StubCluster cluster, Uri api, Journal journal, string deployment = "spade-api") => new(
        new k8s.Kubernetes(new KubernetesClientConfiguration { Host = cluster.Address.ToString() }), "shop", [new RolloutName(deployment)],
        new LoadServer(api, "a key"), journal, TimeProvider.System);

    private static async Task<LifeEntry> LifeAsync(ClusterTarget target, Journal journal, string replica, Func<LifeEntry, bool> isComplete)
    {
        LifeEntry? life = null;
        await Eventually.HoldsAsync($"the life of {replica} is complete", async () =>
        {
            await target.ReadAsync(CancellationToken.None);
            life = journal.Entries.OfType<LifeEntry>().LastOrDefault(entry => entry.Replica == replica);
            return life is not null && isComplete(life);
        });
        return life!;
    }

    private static async Task AnswerLedgerAsync(StubConnection connection)
    {
        const string Body = """
            {"restarts": [{"nodeId": "5f0c7c9e-4f6e-4a52-9d0b-6f1f2d3c4b5a", "service": "spade-api", "version": "1.4.0",
             "host": "spade-api-old", "processId": 7, "state": "stopped", "reason": "sigterm",
             "startedAt": "2027-03-01T09:00:00Z", "signalledAt": "2027-03-01T10:00:05Z",
             "work": {"inFlight": 2, "begun": 1, "finished": 2, "handedOver": 1, "aborted": 0}, "exitCodeIntended": 0, "budgetUsed": 0.2}]}
            """;
        while (await connection.ReadHeadAsync() is { } head)
        {
            var isAllowed = head.StartsWith("GET /restarts?", StringComparison.Ordinal)
                && head.Contains("Bearer a key", StringComparison.Ordinal);
            await connection.AnswerAsync(isAllowed ? 200 : 401, isAllowed ? Body : "", "Content-Type: application/json\r\n");
        }
    }

    private static DateTimeOffset At(string time) =>
        DateTimeOffset.Parse($"2027-03-01T{time}Z", CultureInfo.InvariantCulture);
}
