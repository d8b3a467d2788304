using Spade.Rehearsal.Balancing;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>The API's promise: clients of every kind at full speed notice no restart.</summary>
internal sealed class RollingApiScenario : IScenario
{
    public string Name => "rolling restart of the API";

    public string Claim => "Replicas restarted one after the other under full load fail no request of any kind, and lose no upload.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        await using var balancer = TcpBalancer.Start(ProbeSettings.DirectCheck);
        var replicas = await ApiFleet.StartAsync(system, balancer);
        await using var clients = ClientFleet.Start(LoadServer.Behind(balancer), scale.Plan, cancellationToken);
        List<(Service Service, ServiceExit Exit)> ended = [];
        for (var round = 0; round < scale.Rounds; round++)
        {
            await clients.AfterRequestsAsync(100);
            ended.AddRange(await replicas.RestartAllAsync());
        }

        var report = await clients.StopAsync();
        cancellationToken.ThrowIfCancellationRequested();

        report.AssertAllSucceeded(replicas.Complaints);
        Assert.Equal(report.DocumentIds.Count, await system.ScalarAsync<long>("SELECT count(*) FROM documents"));
        var flips = new List<TimeSpan>();
        foreach (var (service, exit) in ended)
        {
            Assert.Equal(0, exit.Code);
            (await LedgerEntry.OfAsync(system, service)).AssertExitReport("stopped", "sigterm", 0);
            flips.Add(await LedgerEntry.FlipAsync(system, service));
        }

        Assert.InRange(flips.Max(), TimeSpan.FromMilliseconds(-50), scale.FlipLimit);
        var figures = new Figures()
            .Add("restarts", ended.Count)
            .Add("slowest flip", flips.Max())
            .Add("median flip", flips.Order().ElementAt(flips.Count / 2))
            .Add("slowest exit", ended.Max(end => end.Exit.AfterSignal));
        report.AddTo(figures);
        return figures;
    }
}
