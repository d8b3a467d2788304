using System.Collections.Concurrent;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Network.Balancer;

/// <summary>The balancer of each endpoint that has one.</summary>
internal sealed class Balancers : IDisposable
{
    private readonly ConcurrentDictionary<EndpointAnnotation, ServiceBalancer> _balancers = new();

    /// <summary>Whether a balancer stands before an endpoint's processes. Programs of ours have one; PostgreSQL is one process for good.</summary>
    internal static bool IsBalanced(IResource resource, EndpointAnnotation endpoint) =>
        endpoint is { IsProxied: true, Protocol: ProtocolType.Tcp } && resource is ProjectResource or ExecutableResource;

    internal void Add(EndpointAnnotation endpoint, PortClaim claim) => _balancers[endpoint] = new(claim);

    /// <summary>Null when clients connect to the process itself.</summary>
    internal ServiceBalancer? Find(EndpointAnnotation endpoint) => _balancers.GetValueOrDefault(endpoint);

    public void Dispose()
    {
        foreach (var balancer in _balancers.Values)
            balancer.Dispose();
    }
}
