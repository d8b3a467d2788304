using System.Net;
using System.Net.Sockets;
using Spade.Documents.Webhooks;

namespace Spade.Worker.Webhooks;

/// <summary>Opens the connections to receivers, and only to addresses that may be called. The check is on the very address that is
/// connected to: a name that was checked before could resolve to another address the next time.</summary>
internal sealed partial class ReceiverConnections(ReceiverAddresses addresses, ILogger<ReceiverConnections> logger)
{
    /// <summary>The <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ReceiverRefusedException">The name resolves to no address that may be called.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var resolved = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = Array.FindAll(resolved, addresses.MayCall);
        if (allowed.Length == 0)
        {
            // For operators only: a tenant must not learn the addresses of names in this network.
            Log.Refused(logger, host, string.Join(", ", resolved.Select(address => address.ToString())));
            throw new ReceiverRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Tries one address after the other.
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Warning,
            "A webhook was not sent: {Host} resolves to {Addresses}, which may not be called (Webhooks:AllowedNetworks)")]
        public static partial void Refused(ILogger logger, string host, string addresses);
    }
}
