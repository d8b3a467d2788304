using System.Net;
using System.Net.Sockets;
using System.Text;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.TestWorker;

namespace Spade.Tests.EndToEnd;

/// <summary>What a reader of events is told while workers die, documents are cancelled and the API stops.</summary>
public sealed class EventTests : IDisposable
{
    private static readonly TimeSpan PageTime = TimeSpan.FromSeconds(0.5);

    private readonly TesseractShim _tesseract = new(PageTime);
    private readonly BrokenPages _pages;

    public EventTests() => _pages = new BrokenPages(_tesseract);

    public void Dispose()
    {
        _tesseract.Dispose();
    }

    [Fact]
    public async Task The_kill_of_a_worker_neither_loses_nor_repeats_an_event()
    {
        _pages.Break(3, BrokenPages.Unreadable);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await Task.WhenAll(system.LaunchWorkingAsync(_pages.Options), system.LaunchWorkingAsync(_pages.Options));
        var (id, reader, following) = await FollowAsync(system, "?pages=1-10");

        await system.PagesDoneAsync(id, 4);
        var owner = await system.OwnerAsync();
        owner.Send(Signals.Kill);
        await owner.WaitForExitAsync();
        await following.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(Enumerable.Range(1, 12), reader.Events.Select(item => (int)item.Id!));
        Assert.Equal(("status running", "status completed"), (reader.Events[0].ToString(), reader.Events[^1].ToString()));
        Assert.Equal(
            Enumerable.Range(1, 10).Select(page => $"page {page} {(page == 3 ? "failed" : "done")}").Order(),
            reader.Events.Where(item => item.Kind == "page").Select(item => item.ToString()).Order());
        // Each event counts the pages up to itself.
        Assert.Equal(
            Enumerable.Range(1, 10),
            reader.Events.Where(item => item.Kind == "page").Select(item => item.Data.GetProperty("pagesDone").GetInt32()));
        Assert.Equal(1, reader.Streams);
    }

    [Fact]
    public async Task A_cancelled_document_ends_its_programs_and_its_events_and_has_no_result()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchWorkingAsync(_pages.Options);
        var (id, reader, following) = await FollowAsync(system, "?pages=1-12");
        await system.PagesDoneAsync(id, 1);

        using (var answer = await system.Api.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await following.DefaultTimeout();
        await Eventually.HoldsAsync(
            "the worker's programs are gone", () => Task.FromResult(ToolsOf.Workers(worker).Count == 0), TimeSpan.FromSeconds(20));

        Assert.Equal("status cancelled", reader.Events[^1].ToString());
        Assert.Equal(reader.Events[^1].Id, await system.ScalarAsync<long>("SELECT last_event FROM documents"));
        Assert.Equal("cancelled", (await system.GetAsync(id)).GetProperty("status").GetString());
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE status = 'completed'"));
        Assert.InRange(await system.ScalarAsync<int>("SELECT pages_done FROM documents"), 1, 11);
    }

    [Fact]
    public async Task An_open_stream_ends_with_the_signal_and_does_not_hold_up_the_stop()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var api = system.Services[0];
        var (_, uploaded) = await system.UploadAsync(Samples.OnePage.FilePath);
        var reader = new EventReader(system.Api, uploaded.GetProperty("id").GetString()!);
        var reading = reader.ReadStreamAsync();
        await Eventually.HoldsAsync("the stream is open", () => Task.FromResult(reader.Streams == 1));

        api.Terminate();
        var exiting = api.WaitForExitAsync();
        Assert.Same(reading, await Task.WhenAny(reading, exiting));
        await reading;
        Assert.Equal(["1000"], reader.Retries);

        var exit = await exiting;
        Assert.Equal(0, exit.Code);
        // The lame duck and nothing more.
        Assert.InRange(exit.AfterSignal.TotalSeconds, 0, 20);
        (await LedgerEntry.OfAsync(system, api)).AssertExitReport("stopped", "sigterm", 0);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_and_does_not_hold_up_the_stop()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var api = system.Services[0];
        var (_, uploaded) = await system.UploadAsync(Samples.OnePage.FilePath);
        // More than the buffers between the two processes hold.
        await system.ExecuteAsync(
            """
            WITH document AS (UPDATE documents SET last_event = 10000 RETURNING id)
            INSERT INTO document_events (document_id, id, kind, data)
            SELECT document.id, n, 'page', jsonb_build_object('page', n, 'padding', repeat('x', 1000))
            FROM document, generate_series(1, 10000) AS n
            """);
        var address = await api.AddressAsync();
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /documents/{uploaded.GetProperty("id").GetString()}/events HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"));
        await Eventually.HoldsAsync("events have come", () => Task.FromResult(client.Available > 0));

        api.Terminate();
        Assert.Equal(0, (await api.WaitForExitAsync()).Code);
        Assert.DoesNotContain(api.Process.Lines, line => line.Contains("was aborted after", StringComparison.Ordinal));
    }

    private static async Task<(string Id, EventReader Reader, Task Following)> FollowAsync(SpadeSystem system, string query)
    {
        var (_, uploaded) = await system.UploadAsync(Samples.TwentyPages.FilePath, query);
        var id = uploaded.GetProperty("id").GetString()!;
        var reader = new EventReader(system.Api, id);
        return (id, reader, reader.FollowAsync());
    }
}
