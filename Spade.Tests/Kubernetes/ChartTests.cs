namespace Spade.Tests.Kubernetes;

/// <summary>Renderings of the checked-in chart with the values that users set.</summary>
public sealed class ChartTests
{
    [HelmFact]
    public async Task Without_any_value_it_is_a_trial_with_its_own_PostgreSQL_and_migrations_at_startup()
    {
        var manifests = await CheckedInChart.RenderAsync();

        string[] expected =
        [
            "ConfigMap/spade-api-config", "ConfigMap/spade-test", "ConfigMap/spade-worker-config", "Deployment/spade-api",
            "Deployment/spade-worker", "Pod/spade-test", "PodDisruptionBudget/spade-api", "PodDisruptionBudget/spade-worker",
            "Service/spade-api", "Service/spade-postgres",
            "ServiceAccount/spade-api", "ServiceAccount/spade-postgres", "ServiceAccount/spade-worker", "StatefulSet/spade-postgres",
        ];
        Assert.Equal(expected, manifests.Select(manifest => manifest.Label).Order(StringComparer.Ordinal));
        var api = Find(manifests, "Deployment/spade-api");
        Assert.Equal(("2", "35"), (api.Root.Text("spec", "replicas"), api.Pod!.Text("terminationGracePeriodSeconds")));
        Assert.Equal(["sh", "-c", "sleep 5"], api.Container.List("lifecycle", "preStop", "exec", "command").Select(word => word.Text()));
        Assert.Equal("spade-api:0.1.0", api.Container.Text("image"));
        var worker = Find(manifests, "Deployment/spade-worker");
        Assert.Equal(("2", "125"), (worker.Root.Text("spec", "replicas"), worker.Pod!.Text("terminationGracePeriodSeconds")));
        Assert.Null(worker.Container.At("lifecycle"));
        Assert.Equal("2Gi", worker.Container.Text("resources", "limits", "memory"));
        var config = Config(manifests, "worker");
        Assert.Equal("Host=spade-postgres;Port=5432;Username=postgres;Database=spadedb", config["ConnectionStrings__spadedb"]);
        Assert.Equal(("true", "110"), (config["Migrations__ApplyAtStartup"], worker.Variables["Shutdown__InFlight"]));
        Assert.DoesNotContain(config.Keys, name => name.StartsWith("SPADEDB_", StringComparison.Ordinal));
    }

    [HelmFact]
    public async Task Behind_a_pooler_the_nodes_and_the_migrations_connect_directly()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", "externalDatabase.enabled=true,externalDatabase.host=db.example,externalDatabase.poolerHost=bouncer.example",
            "--set", "externalDatabase.options=Keepalive=30");

        const string Rest = "Username=spade;Database=spadedb;SSL Mode=Require;Keepalive=30";
        const string Direct = $"Host=db.example;Port=5432;{Rest}";
        foreach (var service in new[] { "api", "worker" })
        {
            var config = Config(manifests, service);
            Assert.Equal($"Host=bouncer.example;Port=6432;Max Auto Prepare=0;{Rest}", config["ConnectionStrings__spadedb"]);
            Assert.Equal((Direct, "spadedb_direct"), (config["ConnectionStrings__spadedb_direct"], config["Jobs__ConnectionName"]));
        }
        var job = Find(manifests, "Job/spade-migrate");
        Assert.Equal(
            Direct, job.Container.List("env").Single(variable => variable.Text("name") == "ConnectionStrings__spadedb").Text("value"));
    }

    [HelmFact]
    public async Task An_external_database_is_migrated_by_a_job_before_the_services_start()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", "externalDatabase.enabled=true,externalDatabase.host=db.example",
            "--set", "externalDatabase.sslMode=VerifyFull,externalDatabase.caSecret=ca",
            "--set", "worker.nodeSelector.disk=ssd,worker.tolerations[0].key=scans",
            "--set-json", """
                worker.affinity={"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
                {"nodeSelectorTerms":[{"matchExpressions":[{"key":"gpu","operator":"DoesNotExist"}]}]}}}
                """.ReplaceLineEndings(""));

        Assert.DoesNotContain(manifests, manifest => manifest.Name == "spade-postgres");
        var job = Find(manifests, "Job/spade-migrate");
        Assert.Equal("pre-install,pre-upgrade", job.Root.Text("metadata", "annotations", "helm.sh/hook"));
        Assert.Equal(
            ("spade-worker:0.1.0", "migrate", "Never"),
            (job.Container.Text("image"), job.Container.Text("args", "0"), job.Pod!.Text("restartPolicy")));
        // As a pre-install hook the job runs before any other object of the release exists.
        Assert.Null(job.Pod!.At("serviceAccountName"));
        Assert.Null(job.Container.At("envFrom"));
        const string Connection = "Host=db.example;Port=5432;Username=spade;Database=spadedb;SSL Mode=VerifyFull;"
            + "Root Certificate=/etc/spade/postgres-ca/ca.crt";
        Assert.Equal(
            Connection, job.Container.List("env").Single(variable => variable.Text("name") == "ConnectionStrings__spadedb").Text("value"));
        var worker = Find(manifests, "Deployment/spade-worker");
        Assert.All(["nodeSelector", "tolerations", "affinity"], where => Assert.Equal(worker.Pod!.At(where), job.Pod!.At(where)));
        Assert.NotNull(job.Pod!.At("affinity"));
        Assert.Equal(("ssd", "scans"), (job.Pod!.Text("nodeSelector", "disk"), job.Pod!.Text("tolerations", "0", "key")));
        Assert.All([job, worker, Find(manifests, "Deployment/spade-api")], manifest =>
        {
            var mount = Assert.Single(
                manifest.Container.List("volumeMounts"), mount => mount.Text("mountPath") == "/etc/spade/postgres-ca");
            Assert.Equal("true", mount.Text("readOnly"));
            Assert.Equal(
                "ca",
                manifest.Pod!.List("volumes").Single(volume => volume.Text("name") == mount.Text("name")).Text("secret", "secretName"));
        });
        Assert.All(["api", "worker"], service => Assert.Equal((Connection, "false"),
            (Config(manifests, service)["ConnectionStrings__spadedb"], Config(manifests, service)["Migrations__ApplyAtStartup"])));
    }

    [HelmFact]
    public async Task Behind_an_ALB_a_longer_preStop_lengthens_the_grace_period_and_only_public_paths_are_routed()
    {
        const string Prefix = @"ingress.annotations.alb\.ingress\.kubernetes\.io/";
        var manifests = await CheckedInChart.RenderAsync(
            "--set", "shutdown.api.preStopSeconds=20,ingress.enabled=true,ingress.className=alb,ingress.host=spade.example",
            "--set", $"{Prefix}target-type=ip", "--set", $"{Prefix}healthcheck-path=/health/ready",
            "--set", $"{Prefix}target-group-attributes=deregistration_delay.timeout_seconds=30");

        var api = Find(manifests, "Deployment/spade-api");
        Assert.Equal(
            ("50", "sleep 20"),
            (api.Pod!.Text("terminationGracePeriodSeconds"), api.Container.Text("lifecycle", "preStop", "exec", "command", "2")));
        var ingress = Find(manifests, "Ingress/spade-api");
        Assert.Equal(
            ("alb", "spade.example"), (ingress.Root.Text("spec", "ingressClassName"), ingress.Root.Text("spec", "rules", "0", "host")));
        Assert.Equal(
            "deregistration_delay.timeout_seconds=30",
            ingress.Root.Texts("metadata", "annotations")["alb.ingress.kubernetes.io/target-group-attributes"]);
        Assert.Equal(
            [
                ("/", "Exact"), ("/site", "Prefix"), ("/documents", "Prefix"), ("/languages", "Prefix"), ("/openapi", "Prefix"),
                ("/health/ready", "Exact"),
            ],
            ingress.Root.List("spec", "rules", "0", "http", "paths").Select(path => (path.Text("path"), path.Text("pathType"))));
    }

    [HelmFact]
    public async Task An_autoscaler_takes_over_the_number_of_pods_and_waits_for_drains()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", "api.autoscaling.enabled=true,worker.autoscaling.enabled=true,worker.autoscaling.maxReplicas=9",
            "--set", "telemetry.otlpEndpoint=http://collector:4317",
            "--set-string", @"telemetry.resourceAttributes=team=scans\,deployment.environment=trial",
            "--set", "api.extraEnv[0].name=A,api.extraEnv[0].value=b",
            "--set", "api.config.Uploads__Limit=104857600,imagePullSecrets[0].name=registry,api.nodeSelector.disk=ssd");

        var scaler = Find(manifests, "HorizontalPodAutoscaler/spade-worker");
        Assert.Equal(("2", "9"), (scaler.Root.Text("spec", "minReplicas"), scaler.Root.Text("spec", "maxReplicas")));
        Assert.Equal("125", scaler.Root.Text("spec", "behavior", "scaleDown", "policies", "0", "periodSeconds"));
        var api = Find(manifests, "Deployment/spade-api");
        var variables = api.Variables;
        Assert.Equal(
            ("http://collector:4317", "grpc", "b"),
            (variables["OTEL_EXPORTER_OTLP_ENDPOINT"], variables["OTEL_EXPORTER_OTLP_PROTOCOL"], variables["A"]));
        Assert.StartsWith("service.instance.id=$(POD_NAME),", variables["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.EndsWith(
            "=default,team=scans,deployment.environment=trial", variables["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.Equal("104857600", Config(manifests, "api")["Uploads__Limit"]);
        Assert.Equal(("registry", "ssd"), (api.Pod!.Text("imagePullSecrets", "0", "name"), api.Pod!.Text("nodeSelector", "disk")));
    }

    [HelmFact]
    public async Task ExtraEnv_replaces_variables_of_the_chart_and_may_refer_to_earlier_ones()
    {
        var rendering = await CheckedInChart.TemplateAsync(
            "--set", "telemetry.otlpEndpoint=http://collector:4317",
            "--set-json", """
                api.extraEnv=[{"name":"TEAM","value":"scans"},{"name":"OTEL_RESOURCE_ATTRIBUTES","value":"team=$(TEAM),pod=$(POD_NAME)"},
                {"name":"Shutdown__InFlight","value":"20"},{"name":"POD_NAME","value":"fixed"},{"name":"OTEL_SERVICE_NAME","value":"other"}]
                """.ReplaceLineEndings("").Trim());

        var manifests = Manifest.Parse(rendering.Output);
        ManifestRules.Check(manifests, isPlanned: false);
        var variables = Find(manifests, "Deployment/spade-api").Container.List("env")
            .Select(variable => (variable.Text("name")!, variable.Text("value"))).ToList();
        Assert.Equal(("POD_NAME", "fixed"), variables[0]);
        Assert.Equal(
            [
                ("TEAM", "scans"), ("OTEL_RESOURCE_ATTRIBUTES", "team=$(TEAM),pod=$(POD_NAME)"), ("Shutdown__InFlight", "20"),
                ("OTEL_SERVICE_NAME", "other"),
            ],
            variables[^4..]);
        var others = Find(await CheckedInChart.RenderAsync("--set", "telemetry.otlpEndpoint=http://collector:4317"), "Deployment/spade-api")
            .Variables.Keys;
        Assert.Equal(others.Append("TEAM").Append("OTEL_SERVICE_NAME").Order(), variables.Select(variable => variable.Item1).Order());
    }

    [HelmFact]
    public async Task The_sleep_action_replaces_the_shell_and_a_given_grace_period_is_used()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", "shutdown.preStopAction=sleep,shutdown.worker.preStopSeconds=3",
            "--set", "shutdown.api.drainSeconds=40,shutdown.api.gracePeriodSeconds=60");

        var api = Find(manifests, "Deployment/spade-api");
        Assert.Equal(
            ("5", "60", "32"),
            (
                api.Container.Text("lifecycle", "preStop", "sleep", "seconds"),
                api.Pod!.Text("terminationGracePeriodSeconds"),
                api.Variables["Shutdown__InFlight"]));
        var worker = Find(manifests, "Deployment/spade-worker");
        Assert.Equal(
            ("3", "128"),
            (worker.Container.Text("lifecycle", "preStop", "sleep", "seconds"), worker.Pod!.Text("terminationGracePeriodSeconds")));
    }

    [HelmFact]
    public async Task Changed_variables_replace_the_pods()
    {
        var before = Find(await CheckedInChart.RenderAsync(), "Deployment/spade-api");
        var after = Find(await CheckedInChart.RenderAsync("--set", "api.config.A=b,postgres.enabled=true"), "Deployment/spade-api");

        Assert.NotEqual(Digest(before), Digest(after));

        static string? Digest(Manifest manifest) => manifest.Root.Text("spec", "template", "metadata", "annotations", "checksum/config");
    }

    [HelmTheory]
    [InlineData("shutdown.api.gracePeriodSeconds=30", "shutdown.api.gracePeriodSeconds 30 is less than preStopSeconds 5 + drainSeconds "
        + "30 = 35")]
    [InlineData("shutdown.worker.gracePeriodSeconds=119", "shutdown.worker.gracePeriodSeconds 119 is less than preStopSeconds 0 + "
        + "drainSeconds 120 = 120")]
    [InlineData("shutdown.api.drainSeconds=8", "lameDuck 5 + close 2 + margin 1 = 8 s of it are taken")]
    [InlineData("shutdown.worker.drainSeconds=60", "shutdown.worker.drainSeconds 60 leaves 50 s for work in flight, and a step may take "
        + "100 s: set it above 110")]
    [InlineData("shutdown.worker.drainSeconds=110", "leaves 100 s for work in flight, and a step may take 100 s: set it above 110")]
    [InlineData("api.autoscaling.enabled=true,api.autoscaling.minReplicas=9", "api.autoscaling.minReplicas 9 is more than maxReplicas 6")]
    [InlineData("shutdown.preStopAction=http", "/shutdown/preStopAction")]
    [InlineData("shutdown.api.preStopSecond=20", "'preStopSecond' not allowed")]
    [InlineData("api.config.Shutdown__InFlight=60", "api.config.Shutdown__InFlight is not to be set")]
    [InlineData("worker.config.shutdown__inflight=60", "worker.config.shutdown__inflight is not to be set")]
    [InlineData("api.config.PGPASSWORD=x", "api.config.PGPASSWORD is not to be set")]
    [InlineData("api.config.AspNetCore_Http_Ports=90", "api.config.AspNetCore_Http_Ports is not to be set")]
    [InlineData("worker.config.POD_NAME=x", "worker.config.POD_NAME is not to be set")]
    [InlineData("telemetry.otlpEndpoint=http://a,api.config.OTEL_RESOURCE_ATTRIBUTES=a=b", "api.config.OTEL_RESOURCE_ATTRIBUTES is not "
        + "to be set")]
    [InlineData("telemetry.resourceAttributes=production", "/telemetry/resourceAttributes")]
    [InlineData("externalDatabase.enabled=true", "externalDatabase.host is empty")]
    [InlineData("postgres.enabled=false", "postgres.enabled and externalDatabase.enabled are both false")]
    [InlineData("externalDatabase.enabled=true,externalDatabase.host=db,externalDatabase.options=Pwd = x", "externalDatabase.options "
        + "holds a password")]
    [InlineData(
        "externalDatabase.enabled=true,externalDatabase.host=db,externalDatabase.options=Timeout=5; PSW=x",
        "externalDatabase.options holds a password")]
    [InlineData("externalDatabase.enabled=true,externalDatabase.host=db,externalDatabase.caSecret=ca", "sslMode is Require, which "
        + "checks no certificate")]
    [InlineData("externalDatabase.username=a;Password=b", "/externalDatabase/username")]
    [InlineData("api.extraEnv[0].name=A,api.extraEnv[1].name=A", "api.extraEnv names A twice")]
    [InlineData("api.extraEnv[0].name=shutdown__inflight", "api.extraEnv names shutdown__inflight, and the chart sets Shutdown__InFlight")]
    [InlineData("worker.extraEnv[0].name=OCR__PAGESATONCE", "worker.extraEnv names OCR__PAGESATONCE, and the chart sets Ocr__PagesAtOnce")]
    [InlineData("worker.extraEnv[0].value=x", "missing property 'name'")]
    [InlineData("worker.extraEnv[0].name=A,worker.extraEnv[0].value=5", "/worker/extraEnv/0/value")]
    [InlineData("imagePullSecrets[0].name=a,imagePullSecrets[1].name=a", "/imagePullSecrets")]
    [InlineData("apii.replicas=3", "apii is not a value of this chart. Its sections are api, worker,")]
    [InlineData("shutdown.apii.drainSeconds=3", "shutdown.apii is not a value of this chart: there is no service apii")]
    [InlineData("services=null", "The values have no section services")]
    [InlineData("services.mailer.name=mailer", "/services/mailer")]
    [InlineData("services.worker.references[0]=mailer", "services.worker.references has mailer, which is not a service")]
    [InlineData("services.worker.connectionStrings[0]=other", "services.worker.connectionStrings has other")]
    [InlineData("services.api.probes.readiness.timeoutSeconds=3", "probes.readiness.timeoutSeconds 3 is more than periodSeconds 2")]
    [InlineData("services.api.probes.liveness.successThreshold=2", "/services/api/probes/liveness")]
    [InlineData("services.worker.port=null", "services.worker.probes.liveness asks a service whose port is null")]
    [InlineData("services.api.port=null", "services.api.servicePort is set, and port is null")]
    [InlineData("services.api.servicePort=null", "services.api.publicPaths has paths, and servicePort is null")]
    [InlineData("ingress.enabled=true,services.api.publicPaths=null", "ingress.enabled is true, and no service has publicPaths")]
    [InlineData("ingress.enabled=true", "ingress.enabled is true, and neither ingress.host nor access.allowedHosts names a host")]
    [InlineData("ingress.host=https://spade.example", "/ingress/host")]
    [InlineData("access.allowedHosts={https://spade.example}", "/access/allowedHosts/0")]
    [InlineData("api.config.Access__AllowedHosts=x", "api.config.Access__AllowedHosts is not to be set")]
    [InlineData("ingress.tls[0].secretName=a,ingress.tls[0].hosts={}", "/ingress/tls/0/hosts")]
    [InlineData("ingress.tls[0].secret=a", "'secret' not allowed")]
    [InlineData(
        "ingress.enabled=true,ingress.host=a.example,ingress.tls[0].hosts={b.example}",
        "ingress.host is a.example, and no entry of ingress.tls has it")]
    [InlineData("api.autoscaling.enabled=true,api.resources.requests.cpu=null", "api.resources.requests.cpu is not set")]
    [InlineData("secrets.replicas=3", "secrets is not a value of this chart")]
    public async Task A_value_that_cannot_work_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    [HelmTheory]
    [InlineData("ingress.tls[0].secretName=a")]
    [InlineData("ingress.tls[0].hosts={*.example}")]
    [InlineData("ingress.tls[0].hosts={b.example},ingress.tls[1].hosts={spade.example}")]
    public async Task A_certificate_for_the_host_may_cover_other_hosts_too(string tls)
    {
        var manifests = await CheckedInChart.RenderAsync("--set", $"ingress.enabled=true,ingress.host=spade.example,{tls}");

        Assert.NotNull(Find(manifests, "Ingress/spade-api").Root.At("spec", "tls", "0"));
    }

    private static Manifest Find(IReadOnlyList<Manifest> manifests, string label) => manifests.Single(manifest => manifest.Label == label);

    private static IReadOnlyDictionary<string, string> Config(IReadOnlyList<Manifest> manifests, string service) =>
        Find(manifests, $"ConfigMap/spade-{service}-config").Root.Texts("data");
}
