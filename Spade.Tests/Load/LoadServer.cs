using Spade.Rehearsal.Balancing;

namespace Spade.Tests.Load;

/// <summary>The server that a fleet loads.</summary>
/// <param name="Address">Its address on this machine; mostly a balancer's.</param>
/// <param name="MemberOf">Returns the replica that serves the client with a local port; null when unknown.</param>
internal sealed record LoadServer(Uri Address, Func<int, string?>? MemberOf = null)
{
    public static LoadServer Behind(TcpBalancer balancer) => new(balancer.Address, balancer.MemberOf);
}
