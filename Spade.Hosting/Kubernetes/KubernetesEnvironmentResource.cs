using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Kubernetes;

/// <summary>A Kubernetes cluster that the application is published for, as a Helm chart.</summary>
/// <param name="name">Name; the step <c>publish-name</c> publishes for it.</param>
public sealed class KubernetesEnvironmentResource(string name) : Resource(name)
{
    /// <summary>The chart's name, which also begins the name of every object. By default the AppHost's, in lower case with hyphens.</summary>
    public string HelmChartName { get; set; } = "";

    /// <summary>Version of the chart, and of the images whose tag is not set. Default <c>0.1.0</c>.</summary>
    public string HelmChartVersion { get; set; } = "0.1.0";

    /// <summary>One line about the chart.</summary>
    public string HelmChartDescription { get; set; } = "";

    /// <summary>When nodes pull images. Default <c>IfNotPresent</c>.</summary>
    public string DefaultImagePullPolicy { get; set; } = "IfNotPresent";

    /// <summary>Type of the services. Default <c>ClusterIP</c>.</summary>
    public string DefaultServiceType { get; set; } = "ClusterIP";

    /// <summary>Kind of storage for data that is to be kept; the cluster's default when null.</summary>
    public string? DefaultStorageClassName { get; set; }

    /// <summary>Size of storage for data that is to be kept. Default <c>1Gi</c>.</summary>
    public string DefaultStorageSize { get; set; } = "1Gi";

    /// <summary>Who may use storage at a time. Default <c>ReadWriteOnce</c>.</summary>
    public string DefaultStorageReadWritePolicy { get; set; } = "ReadWriteOnce";
}
