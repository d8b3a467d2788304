using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Run.Network.Balancer;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Run.Network;

/// <summary>Gives every endpoint its address before anything starts, so that each process can be told of every other.</summary>
internal sealed class EndpointAllocator(
    IConfiguration configuration, IDistributedApplicationEventing eventing, IServiceProvider services, PortSupply ports, Balancers balancers)
{
    /// <summary>Setting that has every endpoint get a free port in place of the one that it asks for, as tests want it.</summary>
    internal const string RandomizeKey = "DcpPublisher:RandomizePorts";

    private const string Loopback = "127.0.0.1";

    private readonly bool _isRandom = configuration.GetValue(RandomizeKey, false);

    internal async Task AllocateAsync(IEnumerable<IResourceWithEndpoints> resources, CancellationToken cancellationToken)
    {
        foreach (var resource in resources)
        {
            var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
            foreach (var endpoint in endpoints)
                endpoint.AllocatedEndpoint = new(endpoint, Loopback, PortOf(resource, endpoint));
            if (endpoints.Count != 0)
                await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }
    }

    private int PortOf(IResource resource, EndpointAnnotation endpoint)
    {
        EndpointRules.Check(resource, endpoint);
        if (!Balancers.IsBalanced(resource, endpoint))
            return Claim(resource, endpoint, Wanted(endpoint) ?? (EndpointRules.IsMapped(resource) ? null : endpoint.TargetPort));
        var port = Claim(resource, endpoint, Wanted(endpoint));
        balancers.Add(endpoint, PortClaim.TryTake(port) ?? throw new DistributedApplicationException(Taken(resource, endpoint, port)));
        return port;
    }

    private int? Wanted(EndpointAnnotation endpoint) => _isRandom ? null : endpoint.Port;

    private int Claim(IResource resource, EndpointAnnotation endpoint, int? wanted)
    {
        if (wanted is not { } port)
            return ports.Take();
        if (!ports.TryTake(port) || !LocalPorts.IsFree(port))
            throw new DistributedApplicationException(Taken(resource, endpoint, port));
        return port;
    }

    private string Taken(IResource resource, EndpointAnnotation endpoint, int port)
    {
        var holder = PortHolder.Find(port) is { } process ? $" by '{process.Name}' (process {process.Id})" : "";
        var setting = SettingOf(port) is { } key ? $"choose another port with --{key} <port>" : "give the endpoint another port";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Port {port}, which endpoint '{endpoint.Name}' of '{resource.Name}' needs, is taken{holder}: stop that, or {setting}.");
    }

    /// <summary>The setting that the port came from, when exactly one has its value.</summary>
    private string? SettingOf(int port)
    {
        var value = port.ToString(CultureInfo.InvariantCulture);
        var keys = configuration.AsEnumerable().Where(setting => setting.Value == value && setting.Key.Contains(':', StringComparison.Ordinal)).ToList();
        return keys is [var only] ? only.Key : null;
    }
}
