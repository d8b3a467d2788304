using System.Globalization;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint, before it is known where it will be; as a value, its address.</summary>
public sealed class EndpointReference : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    private EndpointAnnotation? _annotation;

    /// <summary>Refers to an endpoint that may be described later.</summary>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName)
    {
        Resource = owner;
        EndpointName = endpointName;
    }

    /// <summary>Refers to an endpoint.</summary>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint) : this(owner, endpoint.Name) => _annotation = endpoint;

    /// <summary>Whose endpoint.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>Which endpoint.</summary>
    public string EndpointName { get; }

    /// <summary>The description; throws when the resource has no such endpoint.</summary>
    public EndpointAnnotation EndpointAnnotation => Find() ?? throw new InvalidOperationException(
        $"'{Resource.Name}' has no endpoint named '{EndpointName}'. It has: {Names()}.");

    /// <summary>True when the resource has such an endpoint.</summary>
    public bool Exists => Find() is not null;

    /// <summary>True when it is known where the endpoint is.</summary>
    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    /// <summary>Scheme.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>Host name or IP address.</summary>
    public string Host => Allocated.Address;

    /// <summary>Port that others use.</summary>
    public int Port => Allocated.Port;

    /// <summary>Port that the process listens on, if one was asked for.</summary>
    public int? TargetPort => EndpointAnnotation.TargetPort;

    /// <summary>The whole address.</summary>
    public string Url => Allocated.UriString;

    /// <inheritdoc/>
    public string ValueExpression => Property(EndpointProperty.Url).ValueExpression;

    /// <summary>Port that the process being prepared listens on: behind a balancer, each replica has its own.</summary>
    internal int ListeningPort => ReplicaScope.Current?.PortOf(EndpointAnnotation) ?? TargetPort ?? Port;

    /// <summary>The address that the process being prepared listens on.</summary>
    internal string ListeningUrl => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{ListeningPort}");

    IEnumerable<object> IValueWithReferences.References => [Resource];

    private AllocatedEndpoint Allocated => EndpointAnnotation.AllocatedEndpoint ?? throw new InvalidOperationException(
        $"It is not known yet where endpoint '{EndpointName}' of '{Resource.Name}' will be: addresses are given when the application starts.");

    /// <summary>A part of the address, as a value.</summary>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(cancellationToken);

    private EndpointAnnotation? Find() => _annotation ??= Resource.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(endpoint => string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase));

    private string Names() => Resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.Name).DefaultIfEmpty("none")
        .Aggregate((left, right) => $"{left}, {right}");
}
