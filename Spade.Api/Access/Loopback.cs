using System.Net;

namespace Spade.Api.Access;

/// <summary>Tells this machine's own addresses from those that others reach.</summary>
internal static class Loopback
{
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Original-For", "Forwarded", "X-Real-IP", "Via"];

    /// <summary>True for a connection from this machine to a loopback address. False for what has no IP address, such as a Unix socket:
    /// who may use it is decided by its file's permissions, which are not known here.</summary>
    private static bool IsOwn(ConnectionInfo connection) =>
        connection is { LocalIpAddress: { } local, RemoteIpAddress: { } remote }
        && IPAddress.IsLoopback(local) && IPAddress.IsLoopback(remote);

    /// <summary>True for a request that was sent on this machine, and not passed on by a proxy for a client that may be anywhere. A client
    /// can add a proxy's header but cannot remove it.</summary>
    public static bool IsOwn(HttpContext context) =>
        IsOwn(context.Connection) && !Array.Exists(ProxyHeaders, context.Request.Headers.ContainsKey);

    /// <summary>True for an address of a server that only this machine reaches.</summary>
    /// <param name="address">As servers report it: <c>http://127.0.0.1:5000</c>, <c>http://[::]:8080</c>.</param>
    public static bool IsOwn(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
