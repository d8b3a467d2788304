using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>What the network policies leave open.</summary>
public sealed class NetworkPolicyTests
{
    private const string Enabled = "networkPolicy.enabled=true";
    private const string External = Enabled + ",externalDatabase.enabled=true,externalDatabase.host=db.example,externalDatabase.port=5433";

    [HelmFact]
    public async Task Every_pod_has_a_policy_for_both_directions()
    {
        foreach (var values in new[] { Enabled, External, Enabled + ",rehearsal.enabled=true" })
        {
            var manifests = await CheckedInChart.RenderAsync("--set", values);
            var policies = Policies(manifests);
            foreach (var pod in manifests.Where(manifest => manifest.Pod is not null))
            {
                var labels = pod.Root.Texts(pod.Kind == "Pod" ? ["metadata", "labels"] : ["spec", "template", "metadata", "labels"]);
                var policy = Assert.Single(policies.Values, policy => policy.Root.Texts("spec", "podSelector", "matchLabels")
                    .All(label => labels.GetValueOrDefault(label.Key) == label.Value));
                Assert.Equal(["Ingress", "Egress"], policy.Root.List("spec", "policyTypes").Select(type => type.Text()));
            }

            Assert.Equal(policies.Count, manifests.Count(manifest => manifest.Pod is not null));
        }
    }

    [HelmFact]
    public async Task The_API_takes_requests_from_the_gateway_and_the_test_and_PostgreSQL_from_the_services()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", Enabled, "--set-json", """networkPolicy.ingressFrom=[{"ipBlock":{"cidr":"10.0.0.0/16"}}]""",
            "--set-json", """networkPolicy.databaseFrom=[{"namespaceSelector":{"matchLabels":{"a":"b"}}}]""");
        var policies = Policies(manifests);

        var rule = Assert.Single(policies["spade-api"].Root.List("spec", "ingress"));
        Assert.Equal(["spade-test", "10.0.0.0/16"], rule.List("from").Select(Peer));
        Assert.Equal(["http"], rule.List("ports").Select(port => port.Text("port")));
        Assert.Empty(policies["spade-worker"].Root.List("spec", "ingress"));
        var database = Assert.Single(policies["spade-postgres"].Root.List("spec", "ingress"));
        Assert.Equal(["spade-api", "spade-worker", "b"], database.List("from").Select(Peer));
        Assert.Empty(policies["spade-postgres"].Root.List("spec", "egress"));
    }

    [HelmFact]
    public async Task Services_connect_to_name_servers_PostgreSQL_the_collector_and_what_is_added()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", Enabled + ",telemetry.otlpEndpoint=http://collector.monitoring:4317,worker.config.Webhooks__AllowedHosts=*",
            "--set-json", """networkPolicy.extraEgress=[{"ports":[{"port":443,"protocol":"TCP"}]}]""");
        var external = await CheckedInChart.RenderAsync(
            "--set", External + ",externalDatabase.poolerHost=bouncer,telemetry.otlpEndpoint=https://collector.example",
            "--set-json", """networkPolicy.databaseTo=[{"ipBlock":{"cidr":"10.1.0.0/16"}}]""");

        foreach (var name in new[] { "spade-api", "spade-worker" })
        {
            Assert.Equal(
                [("53/UDP,53/TCP", "kube-system"), ("5432/TCP", "spade-postgres"), ("4317/TCP", ""), ("443/TCP", "")],
                Egress(Policies(manifests)[name]));
            Assert.Equal(
                [("53/UDP,53/TCP", "kube-system"), ("5433/TCP,6432/TCP", "10.1.0.0/16"), ("443/TCP", "")],
                Egress(Policies(external)[name]));
        }

        Assert.Equal(
            [("53/UDP,53/TCP", "kube-system"), ("5433/TCP,6432/TCP", "10.1.0.0/16")], Egress(Policies(external)["spade-migrate"]));
        Assert.Equal([("53/UDP,53/TCP", "kube-system"), ("http/TCP", "spade-api")], Egress(Policies(external)["spade-test"]));
    }

    [HelmFact]
    public async Task The_rehearsal_reaches_the_API_and_the_API_server_and_is_let_in_only_when_there_is_one()
    {
        const string Rehearsal = Enabled + ",rehearsal.enabled=true";
        var policies = Policies(await CheckedInChart.RenderAsync("--set", Rehearsal));
        var named = Policies(await CheckedInChart.RenderAsync(
            "--set", Rehearsal + ",networkPolicy.apiServerPorts={16443}",
            "--set-json", """networkPolicy.apiServerTo=[{"ipBlock":{"cidr":"10.9.0.1/32"}}]"""));

        Assert.Equal(
            [("53/UDP,53/TCP", "kube-system"), ("http/TCP", "spade-api"), ("443/TCP,6443/TCP", "")], Egress(policies["spade-rehearsal"]));
        Assert.Equal(("16443/TCP", "10.9.0.1/32"), Egress(named["spade-rehearsal"]).Last());
        Assert.Empty(policies["spade-rehearsal"].Root.List("spec", "ingress"));
        Assert.Equal(
            ["spade-test", "spade-rehearsal"], policies["spade-api"].Root.List("spec", "ingress", "0", "from").Select(Peer));
        Assert.DoesNotContain("spade-rehearsal", Policies(await CheckedInChart.RenderAsync("--set", Enabled)).Keys);
    }

    [HelmFact]
    public async Task Every_pod_asks_name_servers_at_their_own_ports()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", External + ",networkPolicy.dnsPorts={5353}", "--set-json",
            """networkPolicy.dnsTo=[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"openshift-dns"}}}]""");

        foreach (var name in new[] { "spade-api", "spade-worker", "spade-migrate", "spade-test" })
            Assert.Equal(("5353/UDP,5353/TCP", "openshift-dns"), Egress(Policies(manifests)[name]).First());
    }

    [HelmFact]
    public async Task Prometheus_reaches_the_metrics_and_nothing_else()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", Enabled + ",monitoring.metrics.enabled=true,monitoring.podMonitor.enabled=true",
            "--set-json", """networkPolicy.metricsFrom=[{"podSelector":{"matchLabels":{"app":"prometheus"}}}]""");

        foreach (var name in new[] { "spade-api", "spade-worker" })
        {
            var rule = Assert.Single(
                Policies(manifests)[name].Root.List("spec", "ingress"), rule => rule.List("from").Select(Peer).Contains("prometheus"));
            Assert.Equal(["metrics"], rule.List("ports").Select(port => port.Text("port")));
        }
    }

    [HelmTheory]
    [InlineData(Enabled + ",worker.config.Webhooks__AllowedHosts=*", "Webhooks__AllowedHosts of worker needs connections out of")]
    [InlineData(Enabled + ",api.config.Authentication__Jwt__Authority=https://a", "Authentication__Jwt__Authority of api needs")]
    [InlineData(Enabled + ",api.extraEnv[0].name=AUTHENTICATION__JWT__AUTHORITY", "networkPolicy.extraEgress is empty")]
    [InlineData(Enabled + ",ingress.enabled=true,ingress.host=a.example", "networkPolicy.ingressFrom is empty")]
    [InlineData(
        Enabled + ",gateway.enabled=true,gateway.host=a.example,gateway.parentRefs[0].name=web,gateway.parentRefs[0].port=443",
        "networkPolicy.ingressFrom is empty")]
    [InlineData(Enabled + ",monitoring.metrics.enabled=true,monitoring.podMonitor.enabled=true", "networkPolicy.metricsFrom is empty")]
    [InlineData(Enabled + ",worker.queueAutoscaling.enabled=true", "networkPolicy.databaseFrom is empty")]
    [InlineData("networkPolicy.dnsTo=", "/networkPolicy/dnsTo")]
    [InlineData("networkPolicy.dnsPorts={}", "/networkPolicy/dnsPorts")]
    [InlineData("networkPolicy.dnsPorts={dns}", "/networkPolicy/dnsPorts/0")]
    [InlineData("networkPolicy.apiServerPorts={}", "/networkPolicy/apiServerPorts")]
    [InlineData("networkPolicy.extraIngress=x", "'extraIngress' not allowed")]
    public async Task A_policy_that_would_close_what_is_needed_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, Manifest> Policies(IReadOnlyList<Manifest> manifests) =>
        manifests.Where(manifest => manifest.Kind == "NetworkPolicy").ToDictionary(manifest => manifest.Name, StringComparer.Ordinal);

    private static IEnumerable<(string Ports, string To)> Egress(Manifest policy) => policy.Root.List("spec", "egress").Select(rule => (
        string.Join(',', rule.List("ports").Select(port => $"{port.Text("port")}/{port.Text("protocol")}")),
        string.Join(',', rule.List("to").Select(Peer))));

    /// <summary>The network of a peer, or the value of its first label.</summary>
    private static string Peer(YamlNode peer) => peer.Text("ipBlock", "cidr") ?? peer.Text("podSelector", "matchLabels", "app")
        ?? peer.Texts("namespaceSelector", "matchLabels").Values.First();
}
