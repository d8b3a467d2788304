using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace Aspire.Hosting;

/// <summary>Adding Kubernetes clusters.</summary>
public static class KubernetesEnvironmentExtensions
{
    /// <summary>Adds a cluster to publish for. A run knows nothing of it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name; the step <c>publish-name</c> publishes for it.</param>
    public static IResourceBuilder<KubernetesEnvironmentResource> AddKubernetesEnvironment(this IDistributedApplicationBuilder builder, string name)
    {
        var environment = new KubernetesEnvironmentResource(name)
        {
            HelmChartName = builder.Environment.ApplicationName.ToLowerInvariant().Replace('.', '-').Replace('_', '-'),
        };
        return builder.ExecutionContext.IsPublishMode ? builder.AddResource(environment) : builder.CreateResourceBuilder(environment);
    }

    /// <summary>Sets the cluster's properties.</summary>
    public static IResourceBuilder<KubernetesEnvironmentResource> WithProperties(
        this IResourceBuilder<KubernetesEnvironmentResource> builder, Action<KubernetesEnvironmentResource> configure)
    {
        configure(builder.Resource);
        return builder;
    }
}
