using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Spade.Hosting.Replicas;

/// <summary>One address in front of the replicas: what a Service of Kubernetes is to its pods. Each request goes to the next replica that
/// is ready; the request and its answer stream through unchanged, but for forwarding headers, which no client may set.</summary>
internal sealed class Balancer(ReplicaSet set, int port) : IAsyncDisposable
{
    /// <summary>Where it listens.</summary>
    internal const string Host = "127.0.0.1";

    // Nobody here knows how long a client may be silent; the services do. This only ends what both sides have forgotten.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromHours(1);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The client's own trace headers pass; a span of the balancer's would stand between them and the service.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    });

    private WebApplication? _server;
    private int _next;

    /// <summary>Begins to listen, on loopback.</summary>
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
        // The services have limits of their own, and say so in words of their own.
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
