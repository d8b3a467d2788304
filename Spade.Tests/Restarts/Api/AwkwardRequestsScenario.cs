using Spade.Rehearsal.Scans;
using Spade.Tests.Balancing;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Api;

/// <summary>Requests that would hold up a naive drain, or that it would cut. Each ends as decided, all in one stop.</summary>
internal sealed class AwkwardRequestsScenario : IScenario
{
    private const int Pages = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public string Name => "awkward requests";

    public string Claim =>
        "A 20 s request ends with 200, a 15 s upload with 202, a slow download is whole; silent and half-sent connections delay nothing.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), api: scale.Api);
        var api = system.Services[0];
        var address = await api.AddressAsync();
        var known = UniqueScan.LargePng();
        var id = (await system.UploadBytesAsync(known)).Document.GetProperty("id").GetString()!;
        var size = await LongText.WriteAsync(system, id, Pages);

        await using var again = await RawHttp.SlowUploadAsync(address, known, over: scale.SlowRequest, Limit);
        await using var upload = await RawHttp.SlowUploadAsync(address, UniqueScan.LargePng(), over: scale.SlowRequest * 0.75, Limit);
        var slowly = (int)(size / (scale.SlowRequest / 2).TotalSeconds);
        await using var download = await RawHttp.SlowReaderAsync(new Uri(address, $"/documents/{id}/text"), slowly, Limit);
        await using var poll = await RawHttp.GetAsync(new Uri(address, $"/documents/{id}?wait=60"), Limit);
        await using var half = await RawHttp.HalfSentHeadAsync(address, Limit);
        await using var silent = await RawHttp.SilentAsync(address, Limit);
        await Eventually.HoldsAsync(
            "uploads and download are under way", () => Task.FromResult(again.Sent > 0 && upload.Sent > 0 && download.HasBegun));
        await system.GetAsync(id);
        api.Terminate();
        var exit = await api.WaitForExitAsync();

        var signalled = api.SignalledAt!.Value;
        var slow = await again.Ending;
        Assert.Equal(200, slow.Status);
        Assert.Equal(202, (await upload.Ending).Status);
        var whole = await download.Ending;
        Assert.Equal((200, ConnectionEnd.Eof), (whole.Status, whole.End));
        Assert.EndsWith($"page {Pages} ends here", whole.Received.TrimEnd('\r', '\n', '0'), StringComparison.Ordinal);
        var polled = await poll.Ending;
        Assert.Equal(200, polled.Status);
        Assert.Contains("Retry-After: 1", polled.Received, StringComparison.Ordinal);
        Assert.InRange(polled.At - signalled, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        // The listener closes after the lame duck; the half-sent head gets another second.
        var closes = scale.ApiBudget.LameDuck;
        Assert.InRange((await half.Ending).At - signalled, closes + TimeSpan.FromSeconds(0.5), closes + TimeSpan.FromSeconds(8));
        Assert.InRange((await silent.Ending).At - signalled, closes - TimeSpan.FromSeconds(0.5), closes + TimeSpan.FromSeconds(8));
        Assert.Equal(0, exit.Code);
        // The client notices the end of its request a moment after the process has sent it.
        Assert.InRange(exit.AfterSignal, slow.At - signalled - TimeSpan.FromSeconds(1), scale.SlowRequest + TimeSpan.FromSeconds(12));
        var ledger = await LedgerEntry.OfAsync(system, api);
        ledger.AssertExitReport("stopped", "sigterm", 0);
        Assert.Equal(0, ledger.Aborted);
        // Two uploads and the long poll; also the download, unless the kernel had buffered the rest of it before the signal.
        Assert.InRange(ledger.InFlight + ledger.Begun, 3, 5);
        return new Figures()
            .Add("exit", exit.AfterSignal)
            .Add("long poll ended", polled.At - signalled)
            .Add("slow download ended", whole.At - signalled);
    }
}
