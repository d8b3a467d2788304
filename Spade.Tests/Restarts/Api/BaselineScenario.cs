using Spade.Rehearsal.Balancing;
using Spade.Tests.Balancing;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Restarts.Api;

/// <summary>The baseline of the other scenarios. It also shows that the test clients and the balancer lose no request.</summary>
internal sealed class BaselineScenario : IScenario
{
    public string Name => "no restart";

    public string Claim => "Without a restart two replicas behind the balancer fail no request, and every upload is there afterwards.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        await using var balancer = TcpBalancer.Start();
        var replicas = new[] { system.LaunchApi(), system.LaunchApi() };
        var figures = new Figures();
        foreach (var replica in replicas)
        {
            figures.Add("start to ready", await replica.ReadyAsync(cancellationToken));
            await balancer.AddReadyAsync(await replica.AddressAsync(), replica.Name);
        }

        await using var fleet = ClientFleet.Start(LoadServer.Behind(balancer), scale.Plan, cancellationToken);
        await Pause.ForAsync(scale.Load, cancellationToken);
        var report = await fleet.StopAsync();
        cancellationToken.ThrowIfCancellationRequested();

        report.AssertAllSucceeded();
        Assert.All(balancer.Members, member => Assert.NotEqual(0, member.Connections));
        var stored = await system.ScalarAsync<long>("SELECT count(*) FROM documents");
        Assert.Equal(report.DocumentIds.Count, stored);
        report.AddTo(figures);
        return figures.Add("documents", stored);
    }
}
