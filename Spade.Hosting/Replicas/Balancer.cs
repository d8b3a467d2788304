using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Spade.Hosting.Replicas;

/// <summary>One address in front of the replicas, like a Kubernetes Service. Each request goes to the next ready replica; request and
/// response stream through unchanged, except that forwarding headers from clients are removed.</summary>
internal sealed class Balancer(ReplicaSet set, int port) : IAsyncDisposable
{
    /// <summary>The address it listens on.</summary>
    internal const string Host = "127.0.0.1";

    // The services have idle limits of their own. This one only closes connections that both sides have abandoned.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromHours(1);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The client's trace headers pass through; a span of the balancer would become the parent of the service's spans.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    private WebApplication? _server;
    private int _next;

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        builder.Services.AddRoutingCore().AddHttpForwarder();
        _server = builder.Build();
        var forwarder = _server.Services.GetRequiredService<IHttpForwarder>();
        var request = new ForwarderRequestConfig
        {
            ActivityTimeout = IdleLimit, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _server.Run(context => ForwardAsync(context, forwarder, request));
        await _server.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _client.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // The services enforce their own limits, with their own error responses.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.KeepAliveTimeout = IdleLimit;
        kestrel.Listen(IPAddress.Parse(Host), port);
    }

    private async Task ForwardAsync(HttpContext context, IHttpForwarder forwarder, ForwarderRequestConfig request)
    {
        if (set.Ready is not { Count: > 0 } ready)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "1";
            return;
        }

        var next = (uint)Interlocked.Increment(ref _next) % (uint)ready.Count;
        await forwarder.SendAsync(context, ready[(int)next], _client, request, ForwardedUnchanged.Instance);
    }
}
