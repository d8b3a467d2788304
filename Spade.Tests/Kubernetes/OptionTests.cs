using System.Collections.Concurrent;

namespace Spade.Tests.Kubernetes;

/// <summary>Renders and lints every option of the chart and checks it against the Kubernetes schema and
/// <see cref="ManifestRules"/>.</summary>
public sealed class OptionTests
{
    private const string External = "externalDatabase.enabled=true,externalDatabase.host=db.example";

    private const string Metrics = "monitoring.metrics.enabled=true";
    private const string Rehearsal = "rehearsal.enabled=true";
    private const string Rules = "monitoring.rules.enabled=true";

    private static readonly string Peers = string.Concat("""
        networkPolicy.ingressFrom=[{"podSelector":{"matchLabels":{"app":"gateway"}}}],
        networkPolicy.metricsFrom=[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}],
        networkPolicy.databaseFrom=[{"podSelector":{}}],networkPolicy.databaseTo=[{"ipBlock":{"cidr":"10.1.0.0/16"}}],
        networkPolicy.collectorTo=[{"ipBlock":{"cidr":"10.2.0.0/16"}}],networkPolicy.dnsTo=[{"ipBlock":{"cidr":"10.3.0.0/16"}}]
        """.Split('\n'));

    /// <summary>Helm arguments for each option. Add new options here.</summary>
    private static readonly (string Option, string[] Values)[] Options =
    [
        ("defaults", []),
        ("trial", CheckedInChart.Trial),
        ("external database", ["--set", External]),
        ("external database, each part", ["--set", External + ",externalDatabase.port=5433,externalDatabase.database=d,"
            + "externalDatabase.username=u,externalDatabase.options=Timeout=5;Keepalive=30,externalDatabase.existingSecret=s,"
            + "externalDatabase.existingSecretKey=k,externalDatabase.migrationTimeoutSeconds=600"]),
        (
            "pooler and CA",
            ["--set", External + ",externalDatabase.poolerHost=bouncer,externalDatabase.sslMode=VerifyCA,externalDatabase.caSecret=ca"]),
        ("postgres off", ["--set", External + ",postgres.enabled=false"]),
        ("ingress", ["--set", "ingress.enabled=true,ingress.className=alb,ingress.host=spade.example,ingress.tls[0].secretName=t,"
            + "ingress.annotations.a=b"]),
        ("host names", ["--set", "ingress.enabled=true,access.clusterDomain=k8s.example",
            "--set", "access.allowedHosts={*.spade.example,10.0.0.5,[2001:db8::1]}"]),
        ("autoscaling of both", ["--set", "api.autoscaling.enabled=true,worker.autoscaling.enabled=true,worker.autoscaling.maxReplicas=9"]),
        (
            "a grace period that no scaling policy can wait for",
            ["--set", "worker.autoscaling.enabled=true,shutdown.worker.drainSeconds=3000"]),
        (
            "telemetry",
            ["--set", "telemetry.otlpEndpoint=http://c:4318,telemetry.otlpProtocol=http/protobuf,telemetry.resourceAttributes=team=scans"]),
        (
            "extraEnv of its own",
            ["--set", "api.extraEnv[0].name=A,api.extraEnv[0].value=$(POD_NAME),worker.extraEnv[0].name=A,worker.extraEnv[0].value=b"]),
        ("extraEnv over each variable of the chart", ["--set", "telemetry.otlpEndpoint=http://c:4317",
            "--set-json", "worker.extraEnv=[" + string.Join(',', new[]
        {
            "POD_NAME", "ASPNETCORE_HTTP_PORTS", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_RESOURCE_ATTRIBUTES",
            "ConnectionStrings__spadedb", "Migrations__ApplyAtStartup", "OTEL_SERVICE_NAME", "Ocr__PagesAtOnce",
        }.Select(name => $$"""{"name":"{{name}}","value":"x"}""")) + "]"]),
        ("config", ["--set", "api.config.Uploads__Limit=104857600,worker.config.A=true"]),
        ("preStop by sleep", ["--set", "shutdown.preStopAction=sleep,shutdown.worker.preStopSeconds=3"]),
        ("no preStop", ["--set", "shutdown.api.preStopSeconds=0"]),
        (
            "numbers of the shutdown",
            ["--set", "shutdown.api.drainSeconds=40,shutdown.api.gracePeriodSeconds=60,shutdown.worker.gracePeriodSeconds=120"]),
        (
            "postgres",
            ["--set", "postgres.maxConnections=400,postgres.storage.className=fast,postgres.existingSecret=x,postgres.nodeSelector.a=b"]),
        ("gateway", ["--set", "gateway.enabled=true,gateway.host=spade.example,gateway.requestTimeout=5m,gateway.annotations.a=b",
            "--set-json", """gateway.parentRefs=[{"name":"web","namespace":"infra","sectionName":"https","port":443}]"""]),
        ("metrics", ["--set", Metrics]),
        ("pod monitors", ["--set", Metrics + ",monitoring.podMonitor.enabled=true,monitoring.podMonitor.labels.release=prometheus"]),
        ("service monitors", ["--set", Metrics + ",monitoring.serviceMonitor.enabled=true,monitoring.serviceMonitor.interval=1m"]),
        ("rules", ["--set", Rules + ",monitoring.rules.labels.role=alerts,monitoring.rules.docsUrl=https://git.example/docs"]),
        ("other objectives", ["--set", Rules + ",slo.windowDays=30,slo.documents.withinSeconds=60",
            "--set-json", "slo.availability.objective=99.5"]),
        ("fewest events of an alert", ["--set", Rules + ",slo.minimumEvents=50"]),
        ("OpenSLO", ["--set", "monitoring.openSlo.enabled=true"]),
        ("dashboard", ["--set", Rules + ",monitoring.dashboard.enabled=true,monitoring.dashboard.annotations.grafana_folder=Scans"]),
        ("network policies", ["--set", "networkPolicy.enabled=true"]),
        ("other ports of name servers", ["--set", "networkPolicy.enabled=true,networkPolicy.dnsPorts={53,5353}"]),
        ("network policies, each part", ["--set", "networkPolicy.enabled=true,telemetry.otlpEndpoint=https://collector.example,"
            + Metrics, "--set-json", Peers, "--set-json", """
                networkPolicy.extraEgress=[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["10.0.0.0/8"]}}],
                "ports":[{"port":443,"protocol":"TCP"}]}]
                """.ReplaceLineEndings("").Trim()]),
        ("network policies, external database", ["--set", External + ",externalDatabase.poolerHost=b,networkPolicy.enabled=true"]),
        ("scaling by the queue", ["--set", "worker.queueAutoscaling.enabled=true,worker.queueAutoscaling.jobsPerPod=4"]),
        ("scaling by the queue of an external database", ["--set", External + ",worker.queueAutoscaling.enabled=true"]),
        ("test", ["--set", "test.existingSecret=s,test.existingSecretKey=k,test.image.tag=sha256:abc,test.timeoutSeconds=60"]),
        ("placement of the test", ["--set", "test.nodeSelector.a=b,test.tolerations[0].key=k,imagePullSecrets[0].name=r",
            "--set-json", """test.affinity={"nodeAffinity":{}}"""]),
        ("rehearsal", ["--set", Rehearsal]),
        ("rehearsal, each part", ["--set", Rehearsal + ",rehearsal.existingSecret=s,rehearsal.existingSecretKey=k,"
            + "rehearsal.image.tag=sha256:a,rehearsal.durationSeconds=120,rehearsal.rate=50,rehearsal.timeoutSeconds=1800,"
            + "rehearsal.keepSeconds=600,rehearsal.ttlSeconds=0,rehearsal.resources.requests.cpu=1",
            "--set-json", """rehearsal.affinity={"nodeAffinity":{}}""",
            "--set", "rehearsal.nodeSelector.a=b,rehearsal.tolerations[0].key=k,imagePullSecrets[0].name=r"]),
        ("rehearsal without a key", ["--set", Rehearsal + ",access.administratorKey.existingSecret="]),
        ("rehearsal under network policies", ["--set", Rehearsal + ",networkPolicy.enabled=true,networkPolicy.apiServerPorts={16443}",
            "--set-json", """networkPolicy.apiServerTo=[{"ipBlock":{"cidr":"10.9.0.1/32"}}]"""]),
        ("no administrator's key", ["--set", "access.administratorKey.existingSecret="]),
        ("administrator's key of another secret", ["--set", External + ",access.administratorKey.existingSecret=s"]),
        ("images", ["--set", "api.image.repository=r/api,api.image.tag=v2,worker.image.tag=sha256:abc,worker.image.pullPolicy=Always"]),
        ("placement", ["--set", "api.nodeSelector.a=b,api.tolerations[0].key=k,imagePullSecrets[0].name=r,imagePullSecrets[1].name=s",
            "--set-json", """worker.affinity={"podAntiAffinity":{}}"""]),
        ("replicas, user, space", ["--set", "api.replicas=3,worker.replicas=0,security.runAsUser=4711,worker.temporarySpace=8Gi"]),
        ("everything at once", ["--set", External + ",externalDatabase.poolerHost=b,externalDatabase.sslMode=VerifyFull,"
            + "externalDatabase.caSecret=ca,ingress.enabled=true,ingress.host=spade.example,"
            + "gateway.enabled=true,gateway.host=g.example,gateway.parentRefs[0].name=web,gateway.parentRefs[0].sectionName=https,"
            + "networkPolicy.enabled=true," + Rehearsal + ",rehearsal.keepSeconds=600,"
            + "api.autoscaling.enabled=true,worker.queueAutoscaling.enabled=true,worker.queueAutoscaling.sslMode=require,"
            + Metrics + ",monitoring.podMonitor.enabled=true," + Rules
            + ",monitoring.openSlo.enabled=true,monitoring.dashboard.enabled=true,"
            + "telemetry.otlpEndpoint=http://c:4317,api.extraEnv[0].name=Shutdown__Close,api.extraEnv[0].value=00:00:09,"
            + "imagePullSecrets[0].name=r,shutdown.preStopAction=sleep", "--set-json", Peers]),
    ];

    [HelmFact]
    public async Task Each_option_renders_valid_objects_without_duplicate_keys_in_merged_lists()
    {
        var failures = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Options, async (each, _) =>
        {
            try
            {
                var manifests = await CheckedInChart.RenderAsync(
                    isPlanned: !each.Option.Contains("everything", StringComparison.Ordinal), each.Values);
                Assert.NotEmpty(k8s.KubernetesYaml.LoadAllFromString(BuiltIn(manifests), strict: true));
            }
            catch (Exception failure)
            {
                failures.Add($"{each.Option}: {failure.Message}");
            }
        });

        Assert.True(failures.IsEmpty, string.Join('\n', failures));
    }

    /// <summary>The objects that Kubernetes' own client knows.</summary>
    private static string BuiltIn(IReadOnlyList<Manifest> manifests) => string.Join(
        "---\n", manifests.Where(manifest => manifest.IsBuiltIn).Select(manifest => Manifest.TextOf(manifest.Root)));
}
