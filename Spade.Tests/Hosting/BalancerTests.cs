using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Run.Network;
using Aspire.Hosting.Run.Network.Balancer;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>The balancer by itself, before servers in the test's own process.</summary>
public sealed class BalancerTests : IDisposable
{
    private readonly ServiceBalancer _balancer = new(PortClaim.TryTake(LocalPorts.Free(new HashSet<int>()))!);
    private readonly List<TcpListener> _servers = [];

    public void Dispose()
    {
        _balancer.Dispose();
        _servers.ForEach(server => server.Dispose());
    }

    [Fact]
    public async Task Without_a_ready_replica_connections_are_refused_and_nobody_else_gets_the_port()
    {
        var (_, member) = Server();
        await AssertRefusedAsync();
        Assert.Throws<SocketException>(() => TakePort());

        _balancer.Join(member);
        (await ConnectAsync()).Dispose();
        _balancer.Leave(member);

        await AssertRefusedAsync();
        Assert.Throws<SocketException>(() => TakePort());
        _balancer.Join(member);
        (await ConnectAsync()).Dispose();
    }

    [Fact]
    public async Task Connections_are_spread_and_stay_when_their_replica_leaves()
    {
        var (first, firstMember) = Server();
        var (second, secondMember) = Server();
        _balancer.Join(firstMember);
        _balancer.Join(secondMember);

        using var one = await ConnectAsync();
        using var other = await ConnectAsync();
        using var atFirst = await first.AcceptSocketAsync().DefaultTimeout();
        using var atSecond = await second.AcceptSocketAsync().DefaultTimeout();
        _balancer.Leave(firstMember);
        using var third = await ConnectAsync();
        using var alsoAtSecond = await second.AcceptSocketAsync().DefaultTimeout();

        await atFirst.SendAsync("still here"u8.ToArray());
        var received = new byte[100];
        var reads = new[] { one, other }.Select(client => client.ReceiveAsync(received)).ToArray();
        Assert.Equal("still here".Length, await (await Task.WhenAny(reads).DefaultTimeout()));
    }

    [Fact]
    public async Task A_replica_that_cannot_be_reached_is_passed_over()
    {
        var (dead, deadMember) = Server();
        var (living, livingMember) = Server();
        _balancer.Join(deadMember);
        _balancer.Join(livingMember);
        dead.Stop();

        for (var i = 0; i < 4; i++)
        {
            using var client = await ConnectAsync();
            (await living.AcceptSocketAsync().DefaultTimeout()).Dispose();
        }
    }

    [Fact]
    public async Task A_half_closed_connection_still_answers()
    {
        var (server, member) = Server();
        _balancer.Join(member);
        using var client = await ConnectAsync();
        using var accepted = await server.AcceptSocketAsync().DefaultTimeout();

        await client.SendAsync("question"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("question", await ReadToEndAsync(accepted));
        await accepted.SendAsync("answer"u8.ToArray());
        accepted.Shutdown(SocketShutdown.Send);

        Assert.Equal("answer", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task A_reset_reaches_the_other_side()
    {
        var (server, member) = Server();
        _balancer.Join(member);
        using var client = await ConnectAsync();
        using var accepted = await server.AcceptSocketAsync().DefaultTimeout();
        // Arrived before the reset: a send that meets it in the balancer takes the error, and leaves none for whoever reads.
        await client.SendAsync("x"u8.ToArray());
        await accepted.ReceiveAsync(new byte[1]).DefaultTimeout();

        accepted.LingerState = new LingerOption(true, 0);
        accepted.Close();

        var exception = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1]).DefaultTimeout());
        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_the_replica()
    {
        var (server, member) = Server();
        _balancer.Join(member);
        using var client = await ConnectAsync();
        using var accepted = await server.AcceptSocketAsync().DefaultTimeout();
        accepted.Blocking = false;

        // Buffers of the kernel's hold some megabytes; one that grows without end would take all of it.
        const int far = 64 * 1024 * 1024;
        var sent = 0;
        var lastProgress = TimeProvider.System.GetTimestamp();
        while (sent < far && TimeProvider.System.GetElapsedTime(lastProgress) < TimeSpan.FromMilliseconds(300))
        {
            if (!accepted.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectWrite))
                continue;
            sent += accepted.Send(new byte[64 * 1024], SocketFlags.None, out _);
            lastProgress = TimeProvider.System.GetTimestamp();
        }

        Assert.InRange(sent, 1, far - 1);
    }

    private (TcpListener Server, BalancerMember Member) Server()
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _servers.Add(server);
        return (server, new(((IPEndPoint)server.LocalEndpoint).Port));
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _balancer.Port).DefaultTimeout();
        return socket;
    }

    private async Task AssertRefusedAsync() =>
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(ConnectAsync)).SocketErrorCode);

    private void TakePort()
    {
        using var other = new TcpListener(IPAddress.Loopback, _balancer.Port);
        other.Start();
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[100];
        while (await socket.ReceiveAsync(buffer).DefaultTimeout() is > 0 and var count)
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return text.ToString();
    }
}
