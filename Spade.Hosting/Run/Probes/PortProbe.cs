using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Run.Probes;

/// <summary>Does the replica take connections?</summary>
internal sealed class PortProbe(int port) : IProbe
{
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return null;
        }
        catch (SocketException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"port {port} takes no connections");
        }
    }
}
