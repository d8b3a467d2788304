using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Run.Network;

/// <summary>Ports of this machine.</summary>
internal static class LocalPorts
{
    private const int LowestGiven = 20_000;

    /// <summary>Whether a server can listen on a loopback port.</summary>
    internal static bool IsFree(int port)
    {
        // .NET sets SO_REUSEADDR on Unix, as servers do: connections that linger in TIME_WAIT do not count.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A free port that nobody gets by chance: the kernel takes the ports of outgoing connections from a range of its own, and one
    /// from there could be gone when the server, some seconds later, wants to listen on it.</summary>
    internal static int Free(IReadOnlySet<int> given)
    {
        var end = Math.Max(LowestGiven + 1000, LowestOutgoing());
        for (var tries = 0; tries < 1000; tries++)
        {
            var port = Random.Shared.Next(LowestGiven, end);
            if (!given.Contains(port) && IsFree(port))
                return port;
        }

        throw new DistributedApplicationException($"No port between {LowestGiven} and {end} is free on 127.0.0.1.");
    }

    private static int LowestOutgoing()
    {
        const string file = "/proc/sys/net/ipv4/ip_local_port_range";
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : 32_768;
    }
}
