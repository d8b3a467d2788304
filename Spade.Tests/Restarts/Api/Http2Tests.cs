using System.Net;
using System.Net.Sockets;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Restarts.Api;

/// <summary>HTTP/2 has no <c>Connection: close</c>. A stop is announced by GOAWAY: the connection ends after the streams on it.</summary>
public sealed class Http2Tests
{
    /// <summary>Without TLS an endpoint speaks one version: the first HTTP/1.1, for readiness, and the second HTTP/2.</summary>
    private static ServiceOptions BothVersions => new()
    {
        Environment = new Dictionary<string, string>
        {
            ["Kestrel__Endpoints__A__Url"] = "http://127.0.0.1:0",
            ["Kestrel__Endpoints__A__Protocols"] = "Http1",
            ["Kestrel__Endpoints__B__Url"] = "http://127.0.0.1:0",
            ["Kestrel__Endpoints__B__Protocols"] = "Http2",
        },
    };

    [Fact]
    public async Task During_the_lame_duck_every_http2_connection_gets_a_goaway_and_no_request_on_it_fails()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var api = system.LaunchApi(BothVersions);
        await api.ReadyAsync();
        var address = await SecondAddressAsync(api);

        var connections = 0;
        using var handler = new SocketsHttpHandler { ConnectCallback = CountAsync };
        using var client = new HttpClient(handler)
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        for (var request = 0; request < 5; request++)
            await AskAsync();
        Assert.Equal(1, connections);

        var waiting = client.GetAsync(new Uri("/queues", UriKind.Relative));
        api.Terminate();
        await api.Process.WaitForLineAsync("serving on for");
        for (var request = 0; request < 5; request++)
            await AskAsync();
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        Assert.InRange(connections, 2, 7);
        Assert.Equal(0, (await api.WaitForExitAsync()).Code);
        (await LedgerEntry.OfAsync(system, api)).AssertExitReport("stopped", "sigterm", 0);

        async Task AskAsync()
        {
            using var answer = await client.GetAsync(new Uri("/queues", UriKind.Relative));
            Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        }

        async ValueTask<Stream> CountAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            Interlocked.Increment(ref connections);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    private static async Task<Uri> SecondAddressAsync(Service api)
    {
        var first = await api.AddressAsync();
        var line = api.Process.Lines.Last(line => line.Contains("Now listening on: ", StringComparison.Ordinal));
        var second = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim());
        Assert.NotEqual(first, second);
        return second;
    }
}
