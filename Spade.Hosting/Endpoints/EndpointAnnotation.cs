using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A door of a resource.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    /// <summary>Describes a door.</summary>
    /// <param name="protocol">Transport.</param>
    /// <param name="uriScheme">Scheme of its address; the transport's name by default.</param>
    /// <param name="name">Name, unique in the resource; the scheme by default.</param>
    /// <param name="port">Port that others use; null for a free one.</param>
    /// <param name="targetPort">Port that the process listens on; null for a free one, or without a proxy for the same.</param>
    /// <param name="isExternal">True when it is meant for the world outside the application.</param>
    /// <param name="isProxied">True when others may be led to it through something in between.</param>
    public EndpointAnnotation(
        ProtocolType protocol, string? uriScheme = null, string? name = null, int? port = null, int? targetPort = null,
        bool? isExternal = null, bool isProxied = true)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
        ResourceName.Validate(Name);
    }

    /// <summary>Name, unique in the resource.</summary>
    public string Name { get; }

    /// <summary>Transport.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>Scheme of its address.</summary>
    public string UriScheme { get; set; }

    /// <summary>Port that others use; null for a free one.</summary>
    public int? Port { get; set; }

    /// <summary>Port that the process listens on; null for a free one, or without a proxy for the same.</summary>
    public int? TargetPort { get; set; }

    /// <summary>True when it is meant for the world outside the application.</summary>
    public bool IsExternal { get; set; }

    /// <summary>True when others may be led to it through something in between.</summary>
    public bool IsProxied { get; set; }

    /// <summary>Where it is, once the application runs.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; set; }

    /// <summary>Variable that tells the process its port, if it wants to be told that way.</summary>
    internal string? PortVariable { get; set; }
}
