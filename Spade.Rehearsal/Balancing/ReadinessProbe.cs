using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Spade.Rehearsal.Balancing;

/// <summary>One request for readiness on a new connection, as a checker in a process of its own would send it: it needs no thread but the
/// caller's.</summary>
internal static class ReadinessProbe
{
    private static readonly byte[] Question = Encoding.ASCII.GetBytes(
        "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

    /// <summary>Whether the answer came in time and has a status from 200 to 399.</summary>
    internal static bool Succeeds(IPEndPoint server, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var milliseconds = (int)timeout.TotalMilliseconds;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            SendTimeout = milliseconds,
            ReceiveTimeout = milliseconds,
        };
        using var cut = cancellationToken.Register(socket.Dispose);
        try
        {
            socket.Connect(server);
            socket.Send(Question);
            var status = StatusOf(socket);
            // Without the rest of the answer the connection would end with a reset.
            socket.Shutdown(SocketShutdown.Send);
            var rest = new byte[4096];
            while (socket.Receive(rest) > 0)
                continue;
            return status is >= 200 and < 400;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The status after "HTTP/1.1 "; 0 when the connection ends before it.</summary>
    private static int StatusOf(Socket socket)
    {
        var start = new byte[12];
        for (var have = 0; have < start.Length;)
        {
            if (socket.Receive(start, have, start.Length - have, SocketFlags.None) is > 0 and var more)
                have += more;
            else
                return 0;
        }

        return int.TryParse(start.AsSpan(9), out var status) ? status : 0;
    }
}
