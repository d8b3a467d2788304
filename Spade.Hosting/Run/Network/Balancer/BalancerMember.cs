using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Run.Network.Balancer;

/// <summary>A replica's own port behind a balancer.</summary>
internal sealed class BalancerMember(int port)
{
    private int _connections;

    /// <summary>Connections that it has now.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>Null when it does not answer.</summary>
    internal async Task<Socket?> TryConnectAsync()
    {
        Interlocked.Increment(ref _connections);
        Socket? socket = null;
        try
        {
            socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket?.Dispose();
            Disconnected();
            return null;
        }
    }

    /// <summary>A connection that <see cref="TryConnectAsync"/> made has ended.</summary>
    internal void Disconnected() => Interlocked.Decrement(ref _connections);
}
