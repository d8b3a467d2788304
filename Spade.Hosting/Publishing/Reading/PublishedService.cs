using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>A project in a cluster.</summary>
/// <param name="Resource">The project.</param>
/// <param name="Name">Name of its objects.</param>
/// <param name="Key">Its part of <c>values.yaml</c>.</param>
/// <param name="Ports">Its ports.</param>
internal sealed record PublishedService(ProjectResource Resource, string Name, string Key, IReadOnlyList<PublishedPort> Ports)
{
    private const int FirstPort = 8080;
    private const int LongestPortName = 15;

    /// <summary>True when others reach it: from outside, or because they asked for its address.</summary>
    internal bool IsAddressed { get; set; } = Ports.Any(port => port.Endpoint.IsExternal);

    internal string ConfigName => $"{Name}-config";

    internal static PublishedService Read(ProjectResource resource, ChartNames names)
    {
        var ports = new List<PublishedPort>();
        // TLS ends before the pods: an https endpoint is for this machine.
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme != "https"))
            ports.Add(Read(resource, endpoint, ports));
        return new(resource, names.ObjectName(resource), names.ValueKey(resource), ports);
    }

    internal PublishedPort Port(EndpointReference endpoint) =>
        Ports.FirstOrDefault(port => string.Equals(port.Endpoint.Name, endpoint.EndpointName, StringComparison.OrdinalIgnoreCase))
        ?? throw new DistributedApplicationException(
            $"'{Resource.Name}' has no endpoint '{endpoint.EndpointName}' in a cluster: "
            + "it is missing, or https, which ends before the pods. Refer to its http endpoint.");

    private static PublishedPort Read(ProjectResource resource, EndpointAnnotation endpoint, List<PublishedPort> earlier)
    {
        var isHttp = endpoint.UriScheme == "http";
        if (!isHttp && endpoint.TargetPort is null)
        {
            throw new DistributedApplicationException(
                $"'{resource.Name}': endpoint '{endpoint.Name}' needs a targetPort to be published; nobody else knows where the process listens.");
        }

        // The port of a run is this machine's; in a cluster everybody has port 80 of their own.
        var container = endpoint.TargetPort ?? FirstPort + earlier.Count(port => port.IsHttp);
        var service = isHttp && !earlier.Exists(port => port.ServicePort == 80) ? 80 : container;
        var name = endpoint.Name.ToLowerInvariant();
        return new(endpoint, name.Length > LongestPortName ? name[..LongestPortName].TrimEnd('-') : name, container, service);
    }
}
