using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Spade.Hosting.Replicas;
using Spade.Rehearsal.Machine;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>A second endpoint for each replica of a service, which speaks HTTP/2. Without TLS Kestrel cannot agree on a version with the
/// client, so that an endpoint speaks one.</summary>
internal static class Http2Endpoints
{
    /// <summary>Adds them and returns their addresses, by replica.</summary>
    internal static IReadOnlyDictionary<string, Uri> AddTo(IDistributedApplicationTestingBuilder builder, ReplicatedResource service)
    {
        var addresses = new Dictionary<string, Uri>();
        foreach (var replica in service.Replicas)
        {
            var address = new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), FreePort.Take()).Uri;
            addresses[replica.Name] = address;
            // Endpoints that are configured replace those of ASPNETCORE_URLS, so that the first one is named again.
            var port = replica.GetEndpoint("http").Property(EndpointProperty.TargetPort);
            builder.CreateResourceBuilder(replica)
                .WithEnvironment("Kestrel__Endpoints__http__Url", ReferenceExpression.Create($"http://localhost:{port}"))
                .WithEnvironment("Kestrel__Endpoints__http2__Url", address.ToString())
                .WithEnvironment("Kestrel__Endpoints__http2__Protocols", "Http2");
        }

        return addresses;
    }
}
