using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using k8s;
using k8s.Models;
using Spade.Hosting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>Compares every rendered object of the chart with the AppHost's model that it was published from.</summary>
public sealed class ModelTests
{
    private const string Chart = "spade";

    private static readonly string[] OfAspire =
    [
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "HTTP_PORTS", "HTTPS_PORTS", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"
    ];

    [HelmFact]
    public async Task The_rendered_chart_matches_the_model()
    {
        await using var model = await ModelAsync();
        var projects = model.Resources.OfType<ProjectResource>().ToList();
        var defaults = await RenderAsync();
        var outside = await RenderAsync(
            "--set", "ingress.enabled=true,ingress.host=spade.example,externalDatabase.enabled=true,externalDatabase.host=db");
        var scaled = await RenderAsync("--set", "api.autoscaling.enabled=true,worker.autoscaling.enabled=true");

        Assert.Equal(Names(projects), Names<V1Deployment>(defaults));
        Assert.Equal(Names(projects), Names<V1PodDisruptionBudget>(defaults));
        Assert.Equal(Names(projects), Names<V2HorizontalPodAutoscaler>(scaled));
        Assert.Equal(Names(projects.Where(IsAddressed)), Names<V1Service>(outside));
        Assert.Equal(Names(projects.Where(project => Last<PublicPathsAnnotation>(project) is not null)), Names<V1Ingress>(outside));
        Assert.Equal(
            Names(model.Resources.OfType<PostgresServerResource>()).Select(name => $"{Chart}-{name}"), Names<V1StatefulSet>(defaults));
        foreach (var project in projects)
        {
            var deployment = One<V1Deployment>(defaults, project.Name);
            CheckPod(project, deployment);
            await CheckVariablesAsync(
                model, project, deployment.Spec.Template.Spec.Containers.Single(), One<V1ConfigMap>(defaults, $"{project.Name}-config"));
            CheckSelectors(deployment, One<V1PodDisruptionBudget>(defaults, project.Name));
            Assert.Null(One<V1Deployment>(scaled, project.Name).Spec.Replicas);
            Assert.Equal(project.Name, One<V2HorizontalPodAutoscaler>(scaled, project.Name).Spec.ScaleTargetRef.Name);
        }

        CheckPaths(projects, outside);
        CheckMigration(projects, outside);
    }

    [HelmFact]
    public async Task A_new_project_is_rendered_by_the_same_templates()
    {
        using var folder = new ChartFolder();
        await using var model = await ModelAsync();
        var mailer = model.AddProject<SmallShop.SomeProject>("report-mailer").WithHttpEndpoint()
            .WithEnvironment("From", "scans@example.org");
        model.CreateResourceBuilder(model.Resources.OfType<ProjectResource>().Single(project => project.Name == "spade-worker"))
            .WithReference(mailer);

        await HelmChartPublisher.WriteAsync(
            new HelmChartResource("chart", Repository.PathOf("manifests")),
            folder.FullPath,
            model.Resources,
            model.ExecutionContext,
            CancellationToken.None);

        var lint = await Helm.RunAsync("lint", "--strict", folder.FullPath);
        Assert.True(lint.ExitCode == 0, lint.Output);
        var manifests = Manifest.Parse((await Helm.RunAsync("template", "spade", folder.FullPath)).Output);
        ManifestRules.Check(manifests);
        Assert.Equal(
            [
                "ConfigMap/report-mailer-config", "Deployment/report-mailer", "PodDisruptionBudget/report-mailer", "Service/report-mailer",
                "ServiceAccount/report-mailer",
            ],
            manifests.Where(manifest => manifest.Root.Text("metadata", "labels", "app") == "report-mailer")
                .Select(manifest => manifest.Label).Order(StringComparer.Ordinal));
        Assert.Equal(
            "scans@example.org",
            manifests.Single(manifest => manifest.Label == "ConfigMap/report-mailer-config").Root.Text("data", "From"));
        Assert.Equal(
            "http://report-mailer:80",
            manifests.Single(manifest => manifest.Label == "ConfigMap/spade-worker-config")
                .Root.Text("data", "services__report-mailer__http__0"));
    }

    private static void CheckPod(ProjectResource project, V1Deployment deployment)
    {
        var pod = deployment.Spec.Template.Spec;
        var container = pod.Containers.Single();
        var stop = Last<GracefulShutdownAnnotation>(project)!;
        Assert.Equal(Last<ReplicaAnnotation>(project)?.Replicas ?? 1, deployment.Spec.Replicas);
        Assert.Equal((long)stop.GracePeriod.TotalSeconds, pod.TerminationGracePeriodSeconds);
        Assert.Equal(
            stop.PreStop == TimeSpan.Zero ? null : string.Create(CultureInfo.InvariantCulture, $"sleep {stop.PreStop.TotalSeconds}"),
            container.Lifecycle?.PreStop.Exec.Command[2]);
        Assert.Equal(new[] { "http" }, container.Ports.Select(port => port.Name));
        Assert.Equal(Http(project).TargetPort ?? 8080, container.Ports.Single().ContainerPort);
        Assert.Equal(
            container.Ports.Single().ContainerPort.ToString(CultureInfo.InvariantCulture),
            container.Env.Single(each => each.Name == "ASPNETCORE_HTTP_PORTS").Value);
        var resources = Last<PodResourcesAnnotation>(project)!;
        Assert.Equal(
            (resources.Cpu, resources.Memory, resources.MemoryLimit),
            (
                container.Resources.Requests["cpu"].ToString(),
                container.Resources.Requests["memory"].ToString(),
                container.Resources.Limits["memory"].ToString()));
        var probes = new Dictionary<ProbeType, V1Probe>
        {
            [ProbeType.Startup] = container.StartupProbe,
            [ProbeType.Readiness] = container.ReadinessProbe,
            [ProbeType.Liveness] = container.LivenessProbe,
        };
        Assert.Equal(3, project.Annotations.OfType<EndpointProbeAnnotation>().Count());
        foreach (var probe in project.Annotations.OfType<EndpointProbeAnnotation>())
        {
            var rendered = probes[probe.Type];
            Assert.Equal((probe.Path, "HTTP", "http"), (rendered.HttpGet.Path, rendered.HttpGet.Scheme, rendered.HttpGet.Port.Value));
            Assert.Equal(
                (probe.InitialDelaySeconds, probe.PeriodSeconds, probe.TimeoutSeconds, probe.SuccessThreshold, probe.FailureThreshold),
                (
                    rendered.InitialDelaySeconds,
                    rendered.PeriodSeconds,
                    rendered.TimeoutSeconds,
                    rendered.SuccessThreshold,
                    rendered.FailureThreshold));
        }
    }

    /// <summary>Every plain-text variable of the model reaches the pod, and none that Aspire adds.</summary>
    private static async Task CheckVariablesAsync(
        IDistributedApplicationTestingBuilder model, ProjectResource project, V1Container container, V1ConfigMap config)
    {
        var context = new EnvironmentCallbackContext(model.ExecutionContext, project);
        foreach (var annotation in project.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        Assert.Equal($"{project.Name}-config", Assert.Single(container.EnvFrom).ConfigMapRef.Name);
        var variables = config.Data.Concat(container.Env.Select(each => KeyValuePair.Create(each.Name, each.Value))).ToDictionary();
        Assert.DoesNotContain(variables.Keys, name => OfAspire.Contains(name, StringComparer.OrdinalIgnoreCase));
        foreach (var (name, value) in context.EnvironmentVariables.Where(each => !OfAspire.Contains(each.Key)))
        {
            if (value is string text)
                Assert.Equal(text, variables.GetValueOrDefault(name));
            else if (name.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
                Assert.Contains(name, variables.Keys);
        }
    }

    private static void CheckSelectors(V1Deployment deployment, V1PodDisruptionBudget budget)
    {
        var labels = deployment.Spec.Template.Metadata.Labels;
        Assert.Equal(deployment.Metadata.Name, labels["app"]);
        Assert.All(deployment.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, labels[label.Key]));
        Assert.All(budget.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, labels[label.Key]));
    }

    private static void CheckPaths(IEnumerable<ProjectResource> projects, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
    {
        foreach (var project in projects.Where(IsAddressed))
        {
            Assert.Equal("http", One<V1Service>(objects, project.Name).Spec.Ports.Single().TargetPort.Value);
            var paths = One<V1Ingress>(objects, project.Name).Spec.Rules.Single().Http.Paths;
            Assert.Equal(
                Last<PublicPathsAnnotation>(project)!.Paths, paths.Select(path => (path.PathType == "Exact" ? "=" : "") + path.Path));
            Assert.All(paths, path => Assert.Equal((project.Name, "http"), (path.Backend.Service.Name, path.Backend.Service.Port.Name)));
        }
    }

    private static void CheckMigration(IEnumerable<ProjectResource> projects, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
    {
        var migrating = projects.Single(project => Last<MigrationAnnotation>(project) is not null);
        var (job, service) = (
            objects.OfType<V1Job>().Single().Spec.Template.Spec.Containers.Single(), One<V1Deployment>(objects, migrating.Name));
        Assert.Equal(Last<MigrationAnnotation>(migrating)!.Arguments, job.Args);
        Assert.Equal(service.Spec.Template.Spec.Containers.Single().Image, job.Image);
    }

    /// <summary>Renders and parses strictly: unknown fields are errors.</summary>
    private static async Task<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>> RenderAsync(params string[] values)
    {
        var rendering = await CheckedInChart.TemplateAsync(values);
        Assert.True(rendering.ExitCode == 0, rendering.Error);
        return [.. KubernetesYaml.LoadAllFromString(rendering.Output, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
    }

    private static Task<IDistributedApplicationTestingBuilder> ModelAsync() =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.Spade_AppHost>(
            ["--operation", "publish", "--step", "publish", "--output-path", "/nowhere"]);

    private static T One<T>(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects, string name) where T : IKubernetesObject<V1ObjectMeta> =>
        objects.OfType<T>().Single(each => each.Metadata.Name == name);

    private static T? Last<T>(ProjectResource resource) where T : IResourceAnnotation => resource.Annotations.OfType<T>().LastOrDefault();

    private static EndpointAnnotation Http(ProjectResource project) =>
        project.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.UriScheme == "http");

    private static bool IsAddressed(ProjectResource project) => Http(project).IsExternal;

    private static IEnumerable<string> Names(IEnumerable<IResource> resources) =>
        resources.Select(resource => resource.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names<T>(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects)
        where T : IKubernetesObject<V1ObjectMeta> =>
        objects.OfType<T>().Select(each => each.Metadata.Name).Order(StringComparer.Ordinal);
}
