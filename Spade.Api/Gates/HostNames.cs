using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Spade.Api.Gates;

/// <summary>Decides whether a <c>Host</c> header names this service.</summary>
internal sealed class HostNames(IOptions<HostNameOptions> options)
{
    // The header has an IPv6 address in brackets.
    private readonly List<StringSegment> _allowed =
    [
        .. options.Value.AllowedHosts
            .Select(name => name.Contains(':', StringComparison.Ordinal) && name[0] != '[' ? $"[{name}]" : name)
            .Select(name => new StringSegment(name)),
    ];

    /// <summary>True when the name is one of loopback, or was allowed.</summary>
    public bool Contains(HostString host)
    {
        if (!host.HasValue)
            return false;
        // A name that is written to its end has a dot there.
        var name = host.Host.EndsWith('.') ? host.Host[..^1] : host.Host;
        return IsLoopback(name) || HostString.MatchesAny(name, _allowed);
    }

    private static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
}
