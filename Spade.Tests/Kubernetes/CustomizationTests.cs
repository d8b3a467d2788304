using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Charts;
using Aspire.Hosting.Publishing.Yaml;
using YamlDotNet.Serialization;

namespace Spade.Tests.Kubernetes;

/// <summary>What an AppHost sets comes out, and what cannot come out right is refused.</summary>
public sealed class CustomizationTests
{
    [Fact]
    public async Task What_a_callback_sets_comes_out_as_a_default_or_as_it_is()
    {
        var files = await PublishAsync((application, api, _) =>
        {
            api.PublishAsKubernetesService(kubernetes =>
            {
                var deployment = (Deployment)kubernetes.Workload!;
                deployment.Spec.Replicas = 5;
                deployment.Spec.MinReadySeconds = 17;
                deployment.Spec.Template.Metadata.Annotations["team"] = "scans";
                var pod = deployment.PodTemplate.Spec;
                pod.TerminationGracePeriodSeconds = 90;
                pod.PriorityClassName = "high";
                pod.NodeSelector["disk"] = "ssd";
                pod.SecurityContext!.RunAsUser = 4711;
                pod.Containers[0].Image = "registry.example:5000/scans/api:1.2";
                pod.Containers[0].Env.Add(new() { Name = "EXTRA", Value = "5" });
                pod.Containers[0].ReadinessProbe = new() { HttpGet = new() { Scheme = "http", Path = "/ready", Port = 8080 } };
                pod.Containers.Add(new() { Name = "sidecar", Image = "sidecar:2" });
                kubernetes.ConfigMap!.Data["Added"] = "value";
                kubernetes.ConfigMap!.Data["Where"] = "{{ .Release.Namespace }}";
                kubernetes.AdditionalResources.Add(new Monitor { Metadata = new() { Name = "spade-api" }, Interval = "30s" });
            });
        });

        var values = files["values.yaml"];
        Assert.Contains("repository: registry.example:5000/scans/api\n", values, StringComparison.Ordinal);
        Assert.Contains("tag: \"1.2\"\n", values, StringComparison.Ordinal);
        Assert.Contains("replicas: 5\n", values, StringComparison.Ordinal);
        Assert.Contains("gracePeriodSeconds: 90\n", values, StringComparison.Ordinal);
        Assert.Contains("disk: ssd\n", values, StringComparison.Ordinal);
        Assert.Contains("Added: value\n", values, StringComparison.Ordinal);
        var deployment = files["templates/spade-api/deployment.yaml"];
        Assert.All(
            [
                "minReadySeconds: 17\n", "team: scans\n", "priorityClassName: high\n", "runAsUser: 4711\n",
                "- name: EXTRA\n              value: \"5\"\n", "scheme: HTTP\n", "path: /ready\n", "port: 8080\n", "image: sidecar:2\n",
            ],
            line => Assert.Contains(line, deployment, StringComparison.Ordinal));
        Assert.Contains("Where: {{ .Release.Namespace | quote }}\n", files["templates/spade-api/config.yaml"], StringComparison.Ordinal);
        var monitor = files["templates/spade-api/monitor.yaml"];
        Assert.Contains("interval: \"30s\"\n", monitor, StringComparison.Ordinal);
        Assert.Contains("app: spade-api\n", monitor, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hook_of_one_handler_is_written_with_one(bool othersAreNull)
    {
        var container = new ContainerV1 { Name = "a", Lifecycle = new() { PreStop = new() { Sleep = new() { Seconds = 5 } } } };
        if (othersAreNull)
            container.Lifecycle.PreStop = new() { Sleep = new() { Seconds = 5 }, Exec = null!, HttpGet = null!, TcpSocket = null! };
        var pod = KubernetesYaml.Of(new PodSpecV1 { Containers = { container } });

        Aspire.Hosting.Publishing.Templates.LifecycleRules.Apply(pod, "a");

        Assert.Equal("containers:\n  - name: a\n    lifecycle:\n      preStop:\n        sleep:\n          seconds: 5\n", YamlWriter.Write(pod.Items));
    }

    [Fact]
    public async Task A_hook_of_two_handlers_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => PublishAsync((_, api, _) => api.PublishAsKubernetesService(kubernetes =>
            kubernetes.Workload!.PodTemplate.Spec.Containers[0].Lifecycle!.PreStop.Sleep = new() { Seconds = 3 })));

        Assert.Contains("'spade-api': preStop has 2 handlers (exec, sleep)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_or_a_text_is_written_as_what_it_is() => Assert.Equal(
        "- 80\n- http\n- \"25%\"\n",
        YamlWriter.Write(new Sequence(new Int32OrStringV1[] { 80, "http", "25%" }.Select(value => KubernetesYaml.Of(new { value })["value"]!)).Items));

    [Theory]
    [InlineData("true")]
    [InlineData("5")]
    [InlineData("1e3")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("NO")]
    [InlineData("a: b")]
    [InlineData(" # x")]
    [InlineData("- x")]
    [InlineData("C:\\x \"y\"\n\tz")]
    [InlineData("*anchor")]
    public void A_text_stays_a_text(string text)
    {
        var yaml = YamlWriter.Write(KubernetesYaml.Of(new EnvVarV1 { Name = "A", Value = text }).Items);

        var read = Assert.Single(Manifest.Parse(yaml)).Root;
        Assert.Equal(text, read.Text("value"));
        Assert.NotEqual(YamlDotNet.Core.ScalarStyle.Plain, ((YamlDotNet.RepresentationModel.YamlScalarNode)read.At("value")!).Style);
    }

    [Fact]
    public async Task A_second_service_takes_two_lines_and_is_found_by_its_name()
    {
        var files = await PublishAsync((application, api, _) =>
        {
            var mailer = application.AddProject<PublishedSpade.SomeProject>("report-mailer").WithHttpEndpoint();
            api.WithReference(mailer);
        });

        Assert.Contains("name: spade-report-mailer\n", files["templates/spade-report-mailer/deployment.yaml"], StringComparison.Ordinal);
        Assert.Contains("port: 80\n", files["templates/spade-report-mailer/service.yaml"], StringComparison.Ordinal);
        Assert.Contains("\nreportMailer:\n", files["values.yaml"], StringComparison.Ordinal);
        Assert.Contains("services__report-mailer__http__0: http://spade-report-mailer:80\n", files["values.yaml"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ingress", files["templates/spade-report-mailer/service.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_application_excludes_is_left_out_and_values_are_no_workloads()
    {
        var files = await PublishAsync((application, api, worker) =>
        {
            application.CreateResourceBuilder(application.Resources.OfType<PostgresServerResource>().Single()).WithPgAdmin();
            application.AddExecutable("tool", "true", "/").ExcludeFromManifest();
            application.AddProject<PublishedSpade.SomeProject>("spade-demo").ExcludeFromManifest();
            var archive = application.AddExternalService("archive", "https://archive.example/");
            var mail = application.AddExternalService("mail", application.AddParameter("mail-url"));
            api.WithReference(archive).WithReference(mail);
            var database = application.Resources.OfType<PostgresDatabaseResource>().Single();
            worker.WithReference(application.AddConnectionString("patient", ReferenceExpression.Create($"{database};Timeout=60")));
        });

        Assert.Equal(
            ["postgres", "spade-api", "spade-worker", "spadedb"],
            files.Keys.Where(path => path.Count(letter => letter == '/') == 2).Select(path => path.Split('/')[1]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("services__archive__https__0: https://archive.example/\n", files["values.yaml"], StringComparison.Ordinal);
        Assert.Contains(
            "services__mail__default__0: {{ required \"parameters.mailUrl has no value: set it.\" .Values.parameters.mailUrl | quote }}\n",
            files["templates/spade-api/config.yaml"], StringComparison.Ordinal);
        Assert.Contains(
            "ConnectionStrings__patient: \"{{ include \"spade.database.connectionString\" . }};Timeout=60\"\n",
            files["templates/spade-worker/config.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_out_cannot_be_referred_to()
    {
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => PublishAsync((application, api, _) =>
            api.WithReference(application.AddProject<PublishedSpade.SomeProject>("spade-demo").WithHttpEndpoint().ExcludeFromManifest())));

        Assert.Contains("'spade-demo' is not part of the chart", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_referred_to_and_never_written()
    {
        const string Password = "dJ4kQz-do-not-show";
        var files = await PublishAsync(
            (application, api, worker) =>
            {
                var key = application.AddParameter("mail-key", secret: true);
                var sender = application.AddParameter("sender", "scans@example.org");
                worker.WithEnvironment("MAIL_KEY", key).WithEnvironment("MAIL_URL", $"smtp://user:{key}@mail/?from={sender}&cost=$(5)");
            },
            $"--Parameters:mail-key={Password}", $"--Parameters:postgres-password={Password}");

        Assert.All(files, file => Assert.DoesNotContain(Password, file.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(files.Keys, path => path.EndsWith("/secret.yaml", StringComparison.Ordinal));
        var worker = files["templates/spade-worker/deployment.yaml"];
        Assert.Contains("name: {{ .Values.secrets.mailKey.existingSecret | quote }}\n", worker, StringComparison.Ordinal);
        Assert.Contains("smtp://user:$(MAIL_KEY)@mail/?from={{ required", worker, StringComparison.Ordinal);
        Assert.Contains("cost=$$(5)", worker, StringComparison.Ordinal);
        Assert.Contains("sender: \"scans@example.org\"\n", files["values.yaml"], StringComparison.Ordinal);
        Assert.Contains("existingSecret: spade-mail-key\n", files["values.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shutdown_variable_that_contradicts_the_budget_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => PublishAsync((_, api, _) => api.WithEnvironment("Shutdown__InFlight", "60")));

        Assert.Contains("Shutdown__InFlight is set to 60, but the shutdown budget says 22 s", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_the_chart_sets_itself_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => PublishAsync((_, api, _) => api.WithEnvironment("ASPNETCORE_HTTP_Ports", "9090")));

        Assert.Contains("'spade-api': the variable ASPNETCORE_HTTP_Ports is one that the chart sets itself", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingress")]
    [InlineData("spade-telemetry")]
    public async Task A_name_that_is_a_value_of_the_chart_is_refused(string name)
    {
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => PublishAsync((application, _, _) => application.AddProject<PublishedSpade.SomeProject>(name)));

        Assert.Contains($"'{name.Replace("spade-", "", StringComparison.Ordinal)}'", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The chart's files, by path.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> PublishAsync(
        Action<IDistributedApplicationBuilder, IResourceBuilder<ProjectResource>, IResourceBuilder<ProjectResource>> change, params string[] arguments)
    {
        var builder = PublishedSpade.Builder([.. PublishedSpade.PublishTo("/nowhere"), .. arguments]);
        var (api, worker) = builder.AddSpade();
        change(builder, api, worker);
        var chart = new HelmChart(builder.Resources.OfType<KubernetesEnvironmentResource>().Single(), new(builder.Resources), builder.ExecutionContext);
        return (await chart.BuildAsync(CancellationToken.None)).ToDictionary(file => file.Path, file => file.Content);
    }

    /// <summary>A kind that neither Kubernetes nor this library knows.</summary>
    private sealed class Monitor() : BaseKubernetesResource("example.org/v1", "Monitor")
    {
        [YamlMember(Alias = "interval")]
        public string? Interval { get; set; }
    }
}
