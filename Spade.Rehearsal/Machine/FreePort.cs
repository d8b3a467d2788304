using System.Net;
using System.Net.Sockets;

namespace Spade.Rehearsal.Machine;

/// <summary>Loopback ports for servers that are told their port before they start. The kernel takes the ports of outgoing connections,
/// and those for "any port", from 32768 on, so a port from below is still free when the server listens on it.</summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 10_000;

    // Another test process at the same time most likely begins elsewhere.
    private static int _last = Random.Shared.Next(Count);

    /// <summary>A port that nothing listens on and that no other caller in this process gets.</summary>
    internal static int Take()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"All ports from {First} to {First + Count - 1} are in use.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
