using Spade.Rehearsal.Balancing;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Balancing;

internal static class BalancerExtensions
{
    /// <summary>Adds a member and waits until it gets connections.</summary>
    public static async Task<BalancerMember> AddReadyAsync(this TcpBalancer balancer, Uri address, string? name = null)
    {
        var member = balancer.Add(address, name);
        await Eventually.HoldsAsync($"{member.Name} is ready to the balancer", () => Task.FromResult(member.IsReady));
        return member;
    }
}
