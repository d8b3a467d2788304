using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Spade.Documents.Webhooks;

/// <summary>Which addresses webhooks may be sent to. A receiver is named by a tenant, and this service can reach what the tenant cannot:
/// itself, its database, the cloud's metadata.</summary>
public sealed class ReceiverAddresses(IOptions<WebhookOptions> options)
{
    /// <summary>IANA's special-purpose IPv4 blocks, multicast and the reserved rest, and an address of Azure's platform, which is reachable
    /// from every machine there.</summary>
    private static readonly IPNetwork[] SpecialV4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Global unicast. Loopback, unique local, link-local and multicast addresses lie outside.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>IANA's special-purpose blocks within it: protocols and tunnels, which may lead to any IPv4 address, and
    /// examples.</summary>
    private static readonly IPNetwork[] SpecialV6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>How a network without IPv4 reaches an IPv4 address (NAT64): the last four bytes are that address.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private readonly IPNetwork[] _allowed = [.. options.Value.NetworkNames.Select(IPNetwork.Parse)];

    /// <summary>True for a public address, and for one in <see cref="WebhookOptions.AllowedNetworks"/>.</summary>
    public bool MayCall(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        return Array.Exists(_allowed, network => network.Contains(plain)) || IsPublic(plain);
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(SpecialV4, network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => GlobalV6.Contains(address) && !Array.Exists(SpecialV6, network => network.Contains(address)),
        _ => false,
    };

    /// <summary>The IPv4 address that an IPv6 address stands for, if it does.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return Translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
    }
}
