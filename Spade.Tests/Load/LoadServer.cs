using Spade.Tests.Balancing;

namespace Spade.Tests.Load;

/// <summary>What a fleet loads.</summary>
/// <param name="Address">Of a server on this machine, mostly a balancer.</param>
/// <param name="MemberOf">Tells which replica serves the client with a local port, where somebody knows.</param>
internal sealed record LoadServer(Uri Address, Func<int, string?>? MemberOf = null)
{
    public static LoadServer Behind(TcpBalancer balancer) => new(balancer.Address, balancer.MemberOf);
}
