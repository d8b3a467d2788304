using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>An endpoint in a cluster.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Name">Name of the port.</param>
/// <param name="ContainerPort">Port that the process listens on.</param>
/// <param name="ServicePort">Port that others use.</param>
internal sealed record PublishedPort(EndpointAnnotation Endpoint, string Name, int ContainerPort, int ServicePort)
{
    internal bool IsHttp => Endpoint.UriScheme == "http";
}
