using Spade.Rehearsal.Balancing;
using Spade.Tests.Balancing;
using Spade.Tests.Services;

namespace Spade.Tests.Restarts.Api;

/// <summary>Two replicas of the API behind a balancer that knows only their readiness.</summary>
internal sealed class ApiFleet(SpadeSystem system, TcpBalancer balancer, ServiceOptions options)
{
    private readonly List<(Service Service, BalancerMember Member)> _replicas = [];

    public static async Task<ApiFleet> StartAsync(SpadeSystem system, TcpBalancer balancer, ServiceOptions? options = null)
    {
        var fleet = new ApiFleet(system, balancer, options ?? ServiceOptions.None);
        await fleet.AddAsync();
        await fleet.AddAsync();
        system.SendRequestsTo(balancer.Address);
        return fleet;
    }

    /// <summary>Restarts the replicas one after the other: SIGTERM, exit, a new replica that is ready, and then the next.</summary>
    /// <returns>Every replica that ended, with its exit.</returns>
    public async Task<List<(Service Service, ServiceExit Exit)>> RestartAllAsync()
    {
        List<(Service, ServiceExit)> ended = [];
        foreach (var (service, member) in _replicas.ToList())
        {
            service.Terminate();
            ended.Add((service, await service.WaitForExitAsync()));
            balancer.Remove(member);
            _replicas.Remove((service, member));
            await AddAsync();
        }

        return ended;
    }

    private async Task AddAsync()
    {
        var service = system.LaunchApi(options);
        await service.ReadyAsync();
        _replicas.Add((service, await balancer.AddReadyAsync(await service.AddressAsync(), service.Name)));
    }
}
