using System.Net.Sockets;

namespace Spade.Rehearsal.Connections;

/// <summary>The hard way to end a connection.</summary>
internal static class SocketEnd
{
    /// <summary>Closes a socket with RST: with a linger time of zero the kernel sends RST instead of FIN.</summary>
    internal static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Already closed.
        }

        socket.Dispose();
    }
}
