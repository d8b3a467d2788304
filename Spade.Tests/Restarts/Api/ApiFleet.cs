using Spade.Rehearsal.Balancing;
using Spade.Tests.Balancing;
using Spade.Tests.Services;

namespace Spade.Tests.Restarts.Api;

/// <summary>Two replicas of the API behind a balancer that knows only their readiness.</summary>
internal sealed class ApiFleet(SpadeSystem system, TcpBalancer balancer, ServiceOptions options)
{
    private readonly List<(Service Service, BalancerMember Member)> _replicas = [];
    private readonly List<Service> _launched = [];

    /// <summary>The log lines about 503 responses of all replicas, including those that have ended.</summary>
    public string Complaints => string.Join('\n', _launched.SelectMany(
        service => service.Process.Lines
            .Where(line => line.Contains("Answered 503", StringComparison.Ordinal))
            .Select(line => $"{service.Name}: {line}")));

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
        _launched.Add(service);
        await service.ReadyAsync();
        _replicas.Add((service, await balancer.AddReadyAsync(await service.AddressAsync(), service.Name)));
    }
}
