using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Network.Balancer;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>Where one replica listens, and its place behind the balancers.</summary>
internal sealed class ReplicaDoors
{
    private readonly ReplicaTools _tools;
    private readonly List<(ServiceBalancer Balancer, BalancerMember Member)> _balanced = [];
    private readonly List<int> _own = [];
    private readonly Dictionary<EndpointAnnotation, int> _ports = [];

    internal ReplicaDoors(IResource resource, ReplicaTools tools)
    {
        _tools = tools;
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            Add(endpoint);
    }

    /// <summary>The port that the replica listens on, of each endpoint.</summary>
    internal IReadOnlyDictionary<EndpointAnnotation, int> Ports => _ports;

    /// <summary>The ports behind balancers.</summary>
    internal IEnumerable<int> BalancedPorts => _ports.Where(entry => _tools.Balancers.Find(entry.Key) is not null).Select(entry => entry.Value);

    /// <summary>Whether there is a balancer before any of them.</summary>
    internal bool AreBalanced => _balanced.Count != 0;

    /// <summary>New connections come from here on.</summary>
    internal void Open() => _balanced.ForEach(door => door.Balancer.Join(door.Member));

    /// <summary>No new connections come from here on.</summary>
    internal void Close() => _balanced.ForEach(door => door.Balancer.Leave(door.Member));

    /// <summary>The replica is gone for good.</summary>
    internal void GiveBack() => _own.ForEach(_tools.Ports.GiveBack);

    private void Add(EndpointAnnotation endpoint)
    {
        if (_tools.Balancers.Find(endpoint) is not { } balancer)
        {
            _ports[endpoint] = endpoint.AllocatedEndpoint!.Port;
            return;
        }

        if (endpoint.TargetPort is not { } port)
        {
            port = _tools.Ports.Take();
            _own.Add(port);
        }

        _ports[endpoint] = port;
        _balanced.Add((balancer, new(port)));
    }
}
