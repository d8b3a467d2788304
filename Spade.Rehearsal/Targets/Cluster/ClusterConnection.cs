using k8s;
using k8s.Exceptions;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>Connects to a cluster as kubectl does.</summary>
internal static class ClusterConnection
{
    /// <summary>The name of the context for a rehearsal that runs in a pod, with its service account.</summary>
    internal const string InCluster = "in-cluster";

    /// <param name="context">A context of the kubeconfig, or <see cref="InCluster"/>.</param>
    /// <returns>The client and the context's namespace.</returns>
    /// <exception cref="TargetException">There is no such context, or no kubeconfig.</exception>
    internal static (IKubernetes Client, string Namespace) Open(string context)
    {
        try
        {
            // Without a file it is the one of KUBECONFIG, or ~/.kube/config.
            var configuration = context == InCluster
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(currentContext: context);
            return (new Kubernetes(configuration), configuration.Namespace ?? "default");
        }
        catch (KubeConfigException exception)
        {
            throw new TargetException($"--kube-context {context}: {exception.Message}", exception);
        }
    }
}
