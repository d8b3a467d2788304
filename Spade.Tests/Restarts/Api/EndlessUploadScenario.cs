using System.Net;
using System.Net.Sockets;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

internal sealed class EndlessUploadScenario : IScenario
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public string Name => "endless upload";

    public string Claim =>
        "A request that never ends is named and aborted 27 s after the signal; the process exits with 3 before 30 s.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        // The collector never answers: the last flush must not cost the exit code.
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var telemetry = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{collector.LocalEndpoint}" };
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), telemetry, scale.Api);
        var api = system.Services[0];
        var address = await api.AddressAsync();
        await using var upload = await RawHttp.EndlessUploadAsync(address, UniqueScan.Pdf(1), Limit);
        await Eventually.HoldsAsync("the upload is under way", () => Task.FromResult(upload.Sent > 0));
        await system.Api.GetAsync(new Uri("/documents?limit=1", UriKind.Relative), cancellationToken);

        api.Terminate();
        var exit = await api.WaitForExitAsync();

        var ending = await upload.Ending;
        Assert.Equal(0, ending.Status);
        var limit = scale.ApiBudget.LameDuck + scale.ApiBudget.InFlight;
        Assert.InRange(ending.At - api.SignalledAt!.Value, limit - TimeSpan.FromSeconds(0.5), scale.ApiBudget.Drain);
        Assert.Equal(3, exit.Code);
        Assert.InRange(exit.AfterSignal, limit, scale.ApiBudget.Drain);
        Assert.Contains(api.Process.Lines, line => line.Contains("POST /documents still runs after", StringComparison.Ordinal));
        Assert.Contains(api.Process.Lines, line => line.Contains("POST /documents was aborted after", StringComparison.Ordinal));
        var ledger = await LedgerEntry.OfAsync(system, api);
        ledger.AssertExitReport("cut", "sigterm", 3);
        Assert.Equal(1, ledger.Aborted);
        return new Figures().Add("aborted", ending.At - api.SignalledAt!.Value).Add("exit", exit.AfterSignal);
    }
}
