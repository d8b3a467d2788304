using System.Net;
using System.Net.Sockets;

namespace Spade.Tests.Infrastructure;

/// <summary>A loopback port that is free at the moment.</summary>
internal static class FreePort
{
    internal static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
