using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Network.Balancer;

namespace Aspire.Hosting.Run.Network;

/// <summary>Which ports of an endpoint go together.</summary>
internal static class EndpointRules
{
    /// <summary>Whether something that is no balancer leads from the port to the process: a container's engine does.</summary>
    internal static bool IsMapped(IResource resource) => resource is ContainerResource and not PostgresServerResource;

    /// <summary>Throws when an endpoint's ports cannot be had.</summary>
    internal static void Check(IResource resource, EndpointAnnotation endpoint)
    {
        var isBalanced = Balancers.IsBalanced(resource, endpoint);
        if (ReplicaAnnotation.CountOf(resource) is > 1 and var replicas && (!isBalanced || endpoint.TargetPort is not null))
            throw Wrong(resource, endpoint, $"cannot be shared by {replicas} replicas: leave out {(isBalanced ? "the target port" : "isProxied: false")}, so that each gets a port of its own");
        if (endpoint is not { Port: { } port, TargetPort: { } target })
            return;
        if (isBalanced && port == target)
            throw Wrong(resource, endpoint, $"has port {port} for its balancer and for its process: leave out the target port, or say isProxied: false");
        // Nothing stands between the process and its clients: it listens where they connect.
        if (!isBalanced && !IsMapped(resource) && port != target)
            throw Wrong(resource, endpoint, $"has port {port} but target port {target}, and no proxy between them: make them the same");
    }

    private static DistributedApplicationException Wrong(IResource resource, EndpointAnnotation endpoint, FormattableString what) =>
        new($"Endpoint '{endpoint.Name}' of '{resource.Name}' {what.ToString(CultureInfo.InvariantCulture)}.");
}
