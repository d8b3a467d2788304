using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace Aspire.Hosting;

/// <summary>Changing what resources become in a cluster.</summary>
public static class KubernetesServiceExtensions
{
    /// <summary>Changes the objects of a resource when it is published; a run ignores it. What the callback sets comes out: where the chart
    /// has a value for it (image, replicas, resources, …) as that value's default, and else as it is.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="configure">The change. Publishing without a Kubernetes environment fails.</param>
    public static IResourceBuilder<T> PublishAsKubernetesService<T>(this IResourceBuilder<T> builder, Action<KubernetesResource> configure)
        where T : IComputeResource =>
        builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder.WithAnnotation(new KubernetesServiceCustomizationAnnotation(configure))
            : builder;
}
