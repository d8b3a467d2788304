using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Spade.Hosting.Replicas;

/// <summary>Forwards a request with the client's Host and without forwarding headers. No proxy sits in front of the balancer, so such a
/// header can only come from a client, which could use it to fake its address.</summary>
internal sealed class ForwardedUnchanged : HttpTransformer
{
    internal static readonly ForwardedUnchanged Instance = new();

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = httpContext.Request.Headers.Host;
        foreach (var name in proxyRequest.Headers.NonValidated.Select(header => header.Key).Where(IsForwarding).ToList())
            proxyRequest.Headers.Remove(name);
    }

    private static bool IsForwarding(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase);
}
