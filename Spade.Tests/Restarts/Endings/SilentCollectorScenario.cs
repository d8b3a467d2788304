using System.Net;
using System.Net.Sockets;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Endings;

internal sealed class SilentCollectorScenario : IScenario
{
    public string Name => "a collector that never answers";

    public string Claim => "A collector that never answers delays the exit by the deadline at most; one that refuses connections, hardly.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var refusing = new TcpListener(IPAddress.Loopback, 0);
        refusing.Start();
        var closed = refusing.LocalEndpoint;
        refusing.Dispose();
        var limit = TimeSpan.FromSeconds(2) + scale.ExitSlack;
        var exits = await Task.WhenAll(ExitAsync(silent.LocalEndpoint, limit), ExitAsync(closed!, limit));
        return new Figures().Add("silent, worker exit", exits[0]).Add("refusing, worker exit", exits[1]);
    }

    private static async Task<TimeSpan> ExitAsync(EndPoint collector, TimeSpan limit)
    {
        var telemetry = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{collector}" };
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync(), telemetry);
        var worker = await system.LaunchWorkingAsync();
        worker.Terminate();
        var exit = await worker.WaitForExitAsync();
        Assert.Equal(0, exit.Code);
        Assert.InRange(exit.AfterSignal, TimeSpan.Zero, limit);
        (await LedgerEntry.OfAsync(system, worker)).AssertExitReport("stopped", "sigterm", 0);
        return exit.AfterSignal;
    }
}
