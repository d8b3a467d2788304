using Spade.Rehearsal.Checks;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Targets.Cluster;
using Spade.Rehearsal.Targets.Http;

namespace Spade.Tests.Rehearsal.Targets;

public sealed class UnseenChecksTests
{
    [Fact]
    public async Task The_checks_that_a_target_waives_exist_and_its_requests_and_steps_are_always_checked()
    {
        await using var command = new CommandTarget(new Uri("http://127.0.0.1:1"), "true", key: null);
        await using var cluster = new ClusterTarget(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }), "shop",
            [new RolloutName("spade-api")], new LoadServer(new Uri("http://127.0.0.1:1")), new Journal(), TimeProvider.System);
        foreach (var waived in new[] { command.Unseen, cluster.Unseen })
        {
            Assert.Subset(AllChecks.Names.ToHashSet(), waived.ToHashSet());
            Assert.DoesNotContain(waived, name => name is "history" or "load" or "schedule" or "failed-requests");
        }
    }
}
