using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Run.Network;

/// <summary>Gives every endpoint its address before anything starts, so that each process can be told of every other.</summary>
internal sealed class EndpointAllocator(IConfiguration configuration, IDistributedApplicationEventing eventing, IServiceProvider services)
{
    private const string Loopback = "127.0.0.1";

    internal async Task AllocateAsync(IEnumerable<IResourceWithEndpoints> resources, CancellationToken cancellationToken)
    {
        var given = new HashSet<int>();
        foreach (var resource in resources)
        {
            var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
            foreach (var endpoint in endpoints)
                endpoint.AllocatedEndpoint = new(endpoint, Loopback, PortOf(resource, endpoint, given));
            if (endpoints.Count != 0)
                await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }
    }

    private int PortOf(IResource resource, EndpointAnnotation endpoint, HashSet<int> given)
    {
        // Nothing stands between a process and its clients here: it listens where they connect.
        var isMapped = resource is ContainerResource and not PostgresServerResource;
        if (!isMapped && endpoint is { Port: { } port, TargetPort: { } target } && port != target)
        {
            throw new DistributedApplicationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Endpoint '{endpoint.Name}' of '{resource.Name}' has port {port} but target port {target}: here they must be the same."));
        }

        var wanted = endpoint.Port ?? (isMapped ? null : endpoint.TargetPort);
        if (wanted is { } taken && (!given.Add(taken) || !LocalPorts.IsFree(taken)))
            throw new DistributedApplicationException(Taken(resource, endpoint, taken));
        var chosen = wanted ?? LocalPorts.Free(given);
        given.Add(chosen);
        return chosen;
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
