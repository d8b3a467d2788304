using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What can be said about resources of many kinds.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an HTTP endpoint.</summary>
    /// <param name="builder">Whose endpoint.</param>
    /// <param name="port">Port that others use; null for a free one.</param>
    /// <param name="targetPort">Port that the process listens on; null for a free one, or without a proxy for the same.</param>
    /// <param name="name">Name; <c>http</c> by default.</param>
    /// <param name="env">Variable that tells the process its port. Projects are told by ASPNETCORE_URLS and need none.</param>
    /// <param name="isProxied">See <see cref="EndpointAnnotation.IsProxied"/>.</param>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Adds an HTTPS endpoint, named <c>https</c> unless told otherwise. The certificate is the process's own affair.</summary>
    /// <inheritdoc cref="WithHttpEndpoint" path="/param"/>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "https", name, env, isProxied);

    /// <summary>Adds an endpoint of any scheme; <c>tcp</c> by default.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null,
        string? env = null, bool isProxied = true, bool? isExternal = null, ProtocolType? protocol = null) where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, name, port, targetPort, isExternal, isProxied) { PortVariable = env };
        if (builder.GetEndpoint(endpoint.Name).Exists)
            throw new DistributedApplicationException($"'{builder.Resource.Name}' already has an endpoint named '{endpoint.Name}': give this one another name.");
        return builder.WithAnnotation(endpoint);
    }

    /// <summary>Changes an endpoint, or makes it first.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var reference = builder.GetEndpoint(endpointName);
        if (!reference.Exists)
        {
            if (!createIfNotExists)
                return builder;
            builder.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, name: endpointName));
        }

        callback(reference.EndpointAnnotation);
        return builder;
    }

    /// <summary>Marks the HTTP endpoints that the resource has so far as meant for the world outside.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "http" or "https"))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>Tells the process its ports by the variables that its endpoints name.</summary>
    internal static IResourceBuilder<T> WithPortVariables<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints, IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            foreach (var endpoint in builder.Resource.GetEndpoints().Where(endpoint => endpoint.EndpointAnnotation.PortVariable is not null))
                context.EnvironmentVariables[endpoint.EndpointAnnotation.PortVariable!] = endpoint.Property(EndpointProperty.TargetPort);
        });

    /// <summary>Refers to an endpoint, even one that is added later.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        new(builder.Resource, name);
}
