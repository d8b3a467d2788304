using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Charts;

/// <summary>The file that makes a folder a chart.</summary>
internal static class ChartManifest
{
    /// <summary>unhealthyPodEvictionPolicy is there since 1.27.</summary>
    private const string KubernetesVersion = ">=1.27.0-0";

    internal static string File(KubernetesEnvironmentResource environment) => YamlWriter.Write(
        new Mapping()
            .Set("apiVersion", Scalar.Of("v2"))
            .Set("name", Scalar.Of(environment.HelmChartName))
            .Set("description", Scalar.Of(Description(environment)))
            .Set("type", Scalar.Of("application"))
            .Set("version", Scalar.Of(environment.HelmChartVersion), "Of the chart.")
            .Set("appVersion", Scalar.Of(environment.HelmChartVersion), "Of the images whose tag is not set.")
            .Set("kubeVersion", Scalar.Of(KubernetesVersion)).Items);

    private static string Description(KubernetesEnvironmentResource environment) =>
        environment.HelmChartDescription is { Length: > 0 } text ? text : $"{environment.HelmChartName}, published by its AppHost.";
}
