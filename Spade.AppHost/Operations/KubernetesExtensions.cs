#if ASPIRE_KUBERNETES
using System.Globalization;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Spade.Hosting;
#endif

namespace Spade.AppHost.Operations;

/// <summary>Publishes the application for Kubernetes.</summary>
internal static class KubernetesExtensions
{
    /// <summary>Publishes the Helm chart in a folder. A build with <c>-p:AspireKubernetes=true</c> uses Aspire's own publisher instead and
    /// applies each service's budget to it; its package is not on every feed. Call it after every service has been added.</summary>
    internal static void PublishForKubernetes(this IDistributedApplicationBuilder builder, string chart)
    {
#if ASPIRE_KUBERNETES
        builder.AddKubernetesEnvironment("kubernetes").WithHelm(helm => helm.WithChartName("spade"));
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
        {
            if (project.Annotations.OfType<GracefulShutdownAnnotation>().LastOrDefault() is { } budget)
                builder.CreateResourceBuilder(project).PublishAsKubernetesService(published => Apply(budget, published));
        }
#else
        builder.AddHelmChart("helm", chart);
#endif
    }

#if ASPIRE_KUBERNETES
    private static void Apply(GracefulShutdownAnnotation budget, KubernetesResource published)
    {
        if (published.Workload is not Deployment deployment)
        {
            throw new DistributedApplicationException(
                $"'{published.Name}' is published as {published.Workload?.Kind ?? "nothing"}; only Deployments stop gracefully.");
        }
        var pod = deployment.Spec.Template.Spec;
        pod.TerminationGracePeriodSeconds = (long)budget.GracePeriod.TotalSeconds;
        // A new pod has to be ready before an old one is stopped.
        deployment.Spec.Strategy = new DeploymentStrategyV1
        {
            Type = "RollingUpdate",
            RollingUpdate = new RollingUpdateDeploymentV1 { MaxSurge = 1, MaxUnavailable = 0 },
        };
        foreach (var container in pod.Containers)
        {
            if (budget.PreStop > TimeSpan.Zero)
                container.Lifecycle = new LifecycleV1 { PreStop = Sleep((int)budget.PreStop.TotalSeconds), PostStart = null! };
            foreach (var probe in new[] { container.ReadinessProbe, container.LivenessProbe, container.StartupProbe })
            {
                // Kubernetes accepts only upper case; Aspire writes the scheme of an endpoint in lower case.
                if (probe?.HttpGet is { Scheme: { } scheme } request)
                    request.Scheme = scheme.ToUpperInvariant();
            }
        }
    }

    /// <summary>A handler that sleeps. Aspire's type starts with all four actions set, and Kubernetes allows one.</summary>
    private static LifecycleHandlerV1 Sleep(int seconds) => new()
    {
        Exec = new ExecActionV1 { Command = { "sh", "-c", string.Create(CultureInfo.InvariantCulture, $"sleep {seconds}") } },
        Sleep = null!,
        HttpGet = null!,
        TcpSocket = null!,
    };
#endif
}
