using System.Net;

namespace Spade.Rehearsal.Connections;

/// <summary>Addresses on this machine.</summary>
internal static class LoopbackAddress
{
    /// <exception cref="ArgumentException">The address is not <c>http://127.0.0.1</c>.</exception>
    internal static IPEndPoint EndPointOf(Uri server) => server is { Scheme: "http", Host: "127.0.0.1" }
        ? new IPEndPoint(IPAddress.Loopback, server.Port)
        : throw new ArgumentException($"Only http://127.0.0.1 is allowed here, not {server}.", nameof(server));
}
