using Aspire.Hosting.Kubernetes.Resources;

namespace Spade.AppHost.Operations;

/// <summary>What a service's pods need.</summary>
internal static class ResourcesExtensions
{
    /// <summary>Says what a pod asks for and how much memory it may use, in Kubernetes' units. There is no limit for the CPU: the kernel
    /// enforces one by pauses, which would fall on work in flight and on the drain.</summary>
    public static IResourceBuilder<ProjectResource> WithResources(this IResourceBuilder<ProjectResource> service, string cpu, string memory, string memoryLimit) =>
        service.PublishAsKubernetesService(published =>
        {
            foreach (var container in published.Workload?.PodTemplate.Spec.Containers ?? [])
            {
                container.Resources = new ResourceRequirementsV1
                {
                    Requests = { ["cpu"] = cpu, ["memory"] = memory },
                    Limits = { ["memory"] = memoryLimit },
                };
            }
        });
}
