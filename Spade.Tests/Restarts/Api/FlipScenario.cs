using Spade.Tests.Balancing;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>What a health checker and a client see of an idle API that stops.</summary>
internal sealed class FlipScenario : IScenario
{
    private static readonly TimeSpan LameDuck = TimeSpan.FromSeconds(5);

    public string Name => "readiness of an idle API";

    public string Claim => "Readiness flips with the signal and answers 503 for the whole lame duck, while everything else is served.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var api = system.LaunchApi();
        var start = await api.ReadyAsync(cancellationToken);
        var address = await api.AddressAsync();
        await using var health = Prober.Start(new Uri(address, "/health/ready"), TimeSpan.FromMilliseconds(10));
        await using var requests = Prober.Start(new Uri(address, "/documents?limit=1"), TimeSpan.FromMilliseconds(50));
        await Eventually.HoldsAsync("both were answered", () => Task.FromResult(health.Timeline.Count > 5 && requests.Timeline.Count > 2));

        api.Terminate();
        var exit = await api.WaitForExitAsync();
        await health.StopAsync();
        await requests.StopAsync();

        Assert.Equal(0, exit.Code);
        var signalled = api.SignalledAt!.Value;
        var flip = health.FirstAfter(signalled, probe => probe.Status == 503)!.At - signalled;
        Assert.InRange(flip, TimeSpan.Zero, scale.FlipLimit);
        Assert.InRange(await LedgerEntry.FlipAsync(system, api), TimeSpan.FromMilliseconds(-50), scale.FlipLimit);
        var visible = health.VisibleFor(503);
        Assert.InRange(visible, LameDuck - TimeSpan.FromMilliseconds(500), LameDuck + scale.ExitSlack);
        Assert.All(
            requests.Timeline.Where(probe => probe.At > signalled && probe.At < signalled + LameDuck - TimeSpan.FromMilliseconds(500)),
            probe => Assert.Equal(200, probe.Status));
        Assert.InRange(exit.AfterSignal, LameDuck, LameDuck + scale.ExitSlack);
        return new Figures().Add("start to ready", start).Add("first 503", flip).Add("503 visible", visible).Add("exit", exit.AfterSignal);
    }
}
