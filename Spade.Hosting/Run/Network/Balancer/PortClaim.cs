using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Run.Network.Balancer;

/// <summary>A loopback port that nobody else gets, whether or not somebody listens on it just now.</summary>
/// <remarks>
/// A bound socket that never listens refuses connections and holds the port. Linux lets a second socket bind and listen beside it exactly
/// while both have SO_REUSEADDR, so the option is set as long as our own listener is there and cleared while it is not: then even a server
/// that sets the option, as nearly all do, cannot move in.
/// </remarks>
internal sealed class PortClaim : IDisposable
{
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int Backlog = 512;

    private readonly Socket _holder;

    private PortClaim(Socket holder) => _holder = holder;

    /// <summary>The port.</summary>
    internal int Port => EndPoint.Port;

    private IPEndPoint EndPoint => (IPEndPoint)_holder.LocalEndPoint!;

    /// <summary>Null when the port is taken.</summary>
    internal static PortClaim? TryTake(int port)
    {
        if (!LocalPorts.IsFree(port))
            return null;
        var holder = NewSocket();
        try
        {
            holder.Bind(new IPEndPoint(IPAddress.Loopback, port));
            var claim = new PortClaim(holder);
            claim.LetOthersBind(false);
            return claim;
        }
        catch (SocketException)
        {
            holder.Dispose();
            return null;
        }
    }

    /// <summary>A listener on the port. Close it with <see cref="Close"/>.</summary>
    internal Socket Listen()
    {
        LetOthersBind(true);
        var listener = NewSocket();
        try
        {
            listener.Bind(EndPoint);
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>From here on connections are refused.</summary>
    internal void Close(Socket listener)
    {
        // In this order: there is no moment in which the port is anybody's.
        LetOthersBind(false);
        listener.Dispose();
    }

    public void Dispose() => _holder.Dispose();

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Raw, because .NET's own option of this name means more than one of the kernel's.</summary>
    private void LetOthersBind(bool value)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(number, value ? 1 : 0);
        _holder.SetRawSocketOption(SocketLevel, ReuseAddress, number);
    }
}
