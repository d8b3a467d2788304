#if ASPIRE_KUBERNETES
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Spade.Hosting;
#endif

namespace Spade.AppHost.Operations;

/// <summary>How the application gets to a cluster.</summary>
internal static class KubernetesExtensions
{
    /// <summary>Publishes it as the Helm chart of a folder. Built with <c>-p:AspireKubernetes=true</c>, Aspire's own publisher, whose
    /// package is not on every feed, does it instead, with each service's budget: a resource can be published by one of them only. Call it
    /// when every service has been added.</summary>
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
            throw new DistributedApplicationException($"'{published.Name}' is published as {published.Workload?.Kind ?? "nothing"}: "
                + "only a Deployment can be told how to stop.");
        }

        var pod = deployment.Spec.Template.Spec;
        pod.TerminationGracePeriodSeconds = (long)budget.GracePeriod.TotalSeconds;
        // One more pod while one goes, never one less: a new one is ready before an old one is told to stop.
        deployment.Spec.Strategy = new DeploymentStrategyV1
        {
            Type = "RollingUpdate", RollingUpdate = new RollingUpdateDeploymentV1 { MaxSurge = 1, MaxUnavailable = 0 },
        };
        foreach (var container in pod.Containers)
        {
            if (budget.PreStop > TimeSpan.Zero)
                container.Lifecycle = new LifecycleV1 { PreStop = Sleep((int)budget.PreStop.TotalSeconds), PostStart = null! };
            foreach (var probe in new[] { container.ReadinessProbe, container.LivenessProbe, container.StartupProbe })
            {
                // Kubernetes knows HTTP and HTTPS; an endpoint's scheme is in lower case.
                if (probe?.HttpGet is { Scheme: { } scheme } request)
                    request.Scheme = scheme.ToUpperInvariant();
            }
        }
    }

    /// <summary>The handlers that are not meant have to be taken away: a handler is born with all four, and Kubernetes takes one.</summary>
    private static LifecycleHandlerV1 Sleep(int seconds) => new()
    {
        Exec = new ExecActionV1 { Command = { "sh", "-c", $"sleep {seconds}" } },
        Sleep = null!,
        HttpGet = null!,
        TcpSocket = null!,
    };
#endif
}
