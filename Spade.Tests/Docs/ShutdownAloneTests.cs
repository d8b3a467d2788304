using System.Net;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Docs;

/// <summary>Runs <c>samples/ShutdownAlone</c>, a minimal service that stops gracefully, as a process.</summary>
public sealed class ShutdownAloneTests
{
    private const string Listening = "Now listening on: ";

    /// <summary>A lame duck of one second, so that the test does not wait for five.</summary>
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Shutdown__LameDuck"] = "1",
        ["Shutdown__DirectCheck__Interval"] = "0.2",
    };

    [Fact]
    public async Task A_stop_fails_readiness_at_once_and_ends_the_request_in_flight()
    {
        await using var sample = ChildProcess.StartDotnet(BuildOutput.Of("samples/ShutdownAlone"), Settings);
        var line = await sample.WaitForLineAsync(Listening);
        var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..];
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        var order = client.GetAsync("/orders/3");

        sample.Send(Signals.Terminate);
        await sample.WaitForLineAsync("Shutting down shop...");

        using var ready = await client.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (ready.StatusCode, ready.Headers.ConnectionClose));
        using var answer = await order;
        Assert.Equal("ordered", await answer.Content.ReadAsStringAsync());
        Assert.Equal(0, await sample.WaitForExitAsync());
        await sample.WaitForLineAsync("Stopped shop (sigterm)");
    }

    [Fact]
    public async Task Its_timeline_is_explained_without_starting_it()
    {
        var run = await ProcessRun.OfAsync("dotnet", [BuildOutput.Of("samples/ShutdownAlone"), "explain"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("shop: from the delete to SIGKILL", run.Output, StringComparison.Ordinal);
    }
}
