using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>What the chart makes for Prometheus, Grafana and OpenSLO.</summary>
public sealed class MonitoringTests
{
    private const string Metrics = "monitoring.metrics.enabled=true,monitoring.metrics.port=9999";

    [HelmFact]
    public async Task Each_pod_serves_its_metrics_on_a_port_of_their_own_and_the_Service_does_not_show_it()
    {
        var manifests = await CheckedInChart.RenderAsync("--set", Metrics);

        foreach (var name in new[] { "spade-api", "spade-worker" })
        {
            var deployment = manifests.Single(manifest => manifest.Label == $"Deployment/{name}");
            Assert.Equal(
                [("http", "8080"), ("metrics", "9999")],
                deployment.Container.List("ports").Select(port => (port.Text("name"), port.Text("containerPort"))));
            Assert.Equal(
                ("::", "9999"),
                (deployment.Variables["OTEL_EXPORTER_PROMETHEUS_HOST"], deployment.Variables["OTEL_EXPORTER_PROMETHEUS_PORT"]));
        }

        Assert.Single(manifests.Single(manifest => manifest.Label == "Service/spade-api").Root.List("spec", "ports"));
        var without = await CheckedInChart.RenderAsync();
        Assert.All(without, manifest => Assert.DoesNotContain(
            "prometheus", manifest.Root.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [HelmFact]
    public async Task A_monitor_scrapes_every_pod_of_its_service_and_names_it_as_over_OTLP()
    {
        var pods = await CheckedInChart.RenderAsync(
            "--set", Metrics + ",monitoring.podMonitor.enabled=true,monitoring.podMonitor.labels.release=mine");
        var services = await CheckedInChart.RenderAsync(
            "--set", Metrics + ",monitoring.serviceMonitor.enabled=true,monitoring.serviceMonitor.interval=1m");

        foreach (var name in new[] { "spade-api", "spade-worker" })
        {
            var pod = pods.Single(manifest => manifest.Label == $"PodMonitor/{name}").Root;
            Assert.Equal("mine", pod.Text("metadata", "labels", "release"));
            Assert.Equal(name, pod.Text("spec", "selector", "matchLabels", "app"));
            CheckEndpoint(pod.At("spec", "podMetricsEndpoints", "0")!, "30s");
            var monitor = services.Single(manifest => manifest.Label == $"ServiceMonitor/{name}").Root;
            CheckEndpoint(monitor.At("spec", "endpoints", "0")!, "1m");
            var service = services.Single(manifest => manifest.Label == $"Service/{name}-metrics").Root;
            Assert.Equal(
                monitor.Text("spec", "selector", "matchLabels", "app"), service.Text("metadata", "labels", "app"));
            Assert.Equal(
                (name, "true", "9999"),
                (service.Text("spec", "selector", "app"), service.Text("spec", "publishNotReadyAddresses"),
                    service.Text("spec", "ports", "0", "port")));
        }
    }

    [HelmFact]
    public async Task OpenSLO_and_the_rules_have_the_same_numbers()
    {
        var manifests = await RenderedRules.ObjectsAsync(
            "--set-json", "slo.availability.objective=99.95", "--set", "slo.documents.objective=98",
            "--set", "slo.documents.withinSeconds=120,slo.windowDays=30");
        var documents = OpenSlo(manifests).Select(manifest => manifest.Root).ToList();
        var rules = RenderedRules.Of(manifests.Single(manifest => manifest.Kind == "PrometheusRule").Root.Map("spec")).ToList();

        Assert.All(documents, document => Assert.Equal("openslo/v1", document.Text("apiVersion")));
        foreach (var (slo, target, budget) in new[] { ("availability", "0.9995", "0.0005"), ("documents", "0.98", "0.02") })
        {
            var objective = documents.Single(
                document => document.Text("kind") == "SLO" && document.Text("metadata", "name") == $"spade-{slo}");
            Assert.Equal(
                (target, "30d", "true"),
                (objective.Text("spec", "objectives", "0", "target"), objective.Text("spec", "timeWindow", "0", "duration"),
                    objective.Text("spec", "indicator", "spec", "ratioMetric", "counter")));
            Assert.Contains(rules, rule => rule.Text("record") == "spade:slo_objective:ratio" && rule.Text("expr") == $"vector({target})");
            var alerts = rules.Where(rule => rule.Text("alert") is not null && rule.Text("labels", "slo") == slo).ToList();
            var policies = objective.List("spec", "alertPolicies").Select(policy => documents.Single(document =>
                document.Text("kind") == "AlertPolicy" && document.Text("metadata", "name") == policy.Text("alertPolicyRef"))).ToList();
            Assert.Equal(4, alerts.Count);
            Assert.Equal(
                policies.Select(policy => policy.At("spec", "conditions", "0", "spec")!).Select(spec => (
                    spec.Text("severity"), spec.Text("condition", "lookbackWindow"), spec.Text("condition", "threshold"))),
                alerts.Select(alert => (
                    alert.Text("labels", "severity"), alert.Text("labels", "window"),
                    (string?)Regex.Match(alert.Text("expr")!, $"> ([0-9.]+) \\* {Regex.Escape(budget)}\n").Groups[1].Value)));
        }

        Assert.Contains(rules, rule => rule.Text("expr")?.Contains("le=~\"120([.]0)?\"", StringComparison.Ordinal) == true);
        Assert.Contains(rules, rule => rule.Text("labels", "window") == "30d");
    }

    [HelmFact]
    public async Task OpenSLO_has_the_fields_of_its_specification_and_a_policy_for_each_burn_rate()
    {
        var manifests = await RenderedRules.ObjectsAsync("--set-json", """
            slo.burnRates=[{"severity":"page","factor":14.4,"long":"1h","short":"5m"},
            {"severity":"page","factor":14.4,"long":"2h","short":"5m"},{"severity":"ticket","factor":14.4,"long":"1h","short":"5m"}]
            """.ReplaceLineEndings("").Trim());
        var documents = OpenSlo(manifests);

        Assert.Empty(documents.SelectMany(KubernetesSchema.Latest.Errors));
        var policies = documents.Where(document => document.Kind == "AlertPolicy").Select(policy => policy.Name).ToList();
        Assert.Equal(["spade-page-14-4x-1h-5m", "spade-page-14-4x-2h-5m", "spade-ticket-14-4x-1h-5m"], policies);
        foreach (var slo in documents.Where(document => document.Kind == "SLO"))
        {
            Assert.Equal(policies, slo.Root.List("spec", "alertPolicies").Select(policy => policy.Text("alertPolicyRef")));
            var metric = slo.Root.At("spec", "indicator", "spec", "ratioMetric")!;
            foreach (var side in new[] { "good", "total" })
                Assert.Matches(@"^sum\([a-z_]+_(count|bucket)(\{.*\})?\)$", metric.Text(side, "metricSource", "spec", "query"));
        }
    }

    [HelmFact]
    public async Task The_dashboard_is_found_by_its_label_and_reads_what_the_rules_record()
    {
        var manifests = await RenderedRules.ObjectsAsync(
            "--set", "slo.windowDays=30,monitoring.dashboard.annotations.grafana_folder=Scans");
        var dashboard = manifests.Single(manifest => manifest.Label == "ConfigMap/spade-dashboard").Root;

        Assert.Equal(
            ("1", "Scans"),
            (dashboard.Text("metadata", "labels", "grafana_dashboard"), dashboard.Text("metadata", "annotations", "grafana_folder")));
        var text = dashboard.Text("data", "spade.json")!;
        var panels = JsonElement.Parse(text).GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels.Where(panel => panel.GetProperty("type").GetString() != "row"), panel => Assert.All(
            panel.GetProperty("targets").EnumerateArray(),
            target => Assert.Equal("${datasource}", target.GetProperty("datasource").GetProperty("uid").GetString())));
        Assert.DoesNotContain("WINDOW_OF_BUDGET", text, StringComparison.Ordinal);
        var recorded = RenderedRules.Of(manifests.Single(manifest => manifest.Kind == "PrometheusRule").Root.Map("spec"))
            .Select(rule => rule.Text("record")).ToHashSet();
        var read = Regex.Matches(text, @"spade:\w+:\w+").Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(read);
        Assert.Subset(recorded, read.ToHashSet<string?>());
    }

    [HelmTheory]
    [InlineData("monitoring.podMonitor.enabled=true", "monitoring.podMonitor.enabled is true, and monitoring.metrics.enabled is false")]
    [InlineData("monitoring.serviceMonitor.enabled=true", "monitoring.serviceMonitor.enabled is true, and monitoring.metrics.enabled is "
        + "false")]
    [InlineData("monitoring.metrics.enabled=true,monitoring.podMonitor.enabled=true,monitoring.serviceMonitor.enabled=true",
        "every metric would be scraped and counted twice")]
    [InlineData("monitoring.dashboard.enabled=true", "monitoring.dashboard.enabled is true, and monitoring.rules.enabled is false")]
    [InlineData("monitoring.metrics.enabled=true,monitoring.metrics.port=8080", "monitoring.metrics.port 8080 is the port of services.api "
        + "too")]
    [InlineData("monitoring.metrics.port=80", "/monitoring/metrics/port")]
    [InlineData("monitoring.podMonitor.interval=often", "/monitoring/podMonitor/interval")]
    [InlineData("monitoring.rules.docsUrl=git.example", "/monitoring/rules/docsUrl")]
    [InlineData("monitoring=null", "The values have no section monitoring")]
    [InlineData("monitoring.metrics.enabled=true,api.config.OTEL_EXPORTER_PROMETHEUS_PORT=1", "api.config.OTEL_EXPORTER_PROMETHEUS_PORT is "
        + "not to be set")]
    public async Task A_value_that_cannot_work_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Manifest> OpenSlo(IReadOnlyList<Manifest> manifests) => Manifest.Parse(
        manifests.Single(manifest => manifest.Label == "ConfigMap/spade-openslo").Root.Text("data", "openslo.yaml")!);

    private static void CheckEndpoint(YamlNode endpoint, string interval)
    {
        Assert.Equal(("metrics", "/metrics", interval), (endpoint.Text("port"), endpoint.Text("path"), endpoint.Text("interval")));
        Assert.Equal(
            [("__meta_kubernetes_pod_label_app", "job"), ("__meta_kubernetes_pod_name", "instance")],
            endpoint.List("relabelings").Select(each => (each.Text("sourceLabels", "0"), each.Text("targetLabel"))));
    }
}
