using Spade.Rehearsal.History;
using Spade.Tests.Balancing;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Load;

public sealed class RawHttpTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Half_a_head_is_sent_and_the_kinds_of_end_are_told_apart()
    {
        var heads = new List<string>();
        await using var closing = StubServer.Start(async connection => heads.Add((await connection.ReadToAsync("Acc"))!));
        await using var resetting = StubServer.Start(async connection =>
        {
            await connection.ReadToAsync("Acc");
            connection.Reset();
        });
        await using var closed = await RawHttp.HalfSentHeadAsync(closing.Address, Limit);
        await using var reset = await RawHttp.HalfSentHeadAsync(resetting.Address, Limit);
        var ending = await closed.Ending;
        Assert.Equal((ConnectionEnd.Eof, "", null, 0), (ending.End, ending.Received, ending.StatusLine, ending.Status));
        Assert.Equal(ConnectionEnd.Reset, (await reset.Ending).End);
        Assert.DoesNotContain("\r\n\r\n", Assert.Single(heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_client_sends_nothing_and_gives_up_at_its_limit()
    {
        string? heard = "something";
        await using (var server = StubServer.Start(async connection => heard = await connection.ReadToAsync("x")))
        {
            await using (var call = await RawHttp.SilentAsync(server.Address, TimeSpan.FromMilliseconds(300)))
                Assert.Equal(ConnectionEnd.StillOpen, (await call.Ending).End);
            await Eventually.HoldsAsync("the server sees it disconnect", () => Task.FromResult(heard is null));
        }
    }

    [Fact]
    public async Task A_slow_upload_takes_its_time_arrives_whole_and_gets_a_response()
    {
        string? body = null;
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            body = await connection.ReadToAsync("%%end");
            await connection.AnswerAsync(202);
        });
        var started = TimeProvider.System.GetUtcNow();
        var file = "%PDF and so on, and so on, and so on %%end"u8.ToArray();
        await using var call = await RawHttp.SlowUploadAsync(server.Address, file, TimeSpan.FromSeconds(1), Limit);
        var ending = await call.Ending;
        Assert.Equal((ConnectionEnd.Eof, 202, "HTTP/1.1 202 Stub"), (ending.End, ending.Status, ending.StatusLine));
        Assert.Equal(file.Length, ending.Sent);
        Assert.Equal(file.Length, body!.Length);
        Assert.InRange(ending.FirstByteAt!.Value - started, TimeSpan.FromSeconds(0.9), Limit);
    }

    [Fact]
    public async Task An_endless_upload_goes_on_until_it_is_cut_off()
    {
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadToAsync("and so on\n");
            await connection.ReadToAsync("and so on\n");
            connection.Reset();
        });
        await using var call = await RawHttp.EndlessUploadAsync(server.Address, "%PDF"u8.ToArray(), Limit);
        var ending = await call.Ending;
        Assert.Equal(ConnectionEnd.Reset, ending.End);
        Assert.InRange(ending.Sent, 30, 10_000);
    }

    [Fact]
    public async Task A_slow_reader_makes_its_server_wait()
    {
        // More than the kernel buffers for a client that does not read.
        var body = new string('x', 8_000_000);
        var sent = false;
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.AnswerAsync(200, body);
            sent = true;
        });
        await using var call = await RawHttp.SlowReaderAsync(server.Address, bytesPerSecond: 1000, TimeSpan.FromSeconds(8));
        var ending = await call.Ending;
        Assert.Equal((ConnectionEnd.StillOpen, 200, "HTTP/1.1 200 Stub"), (ending.End, ending.Status, ending.StatusLine));
        Assert.InRange(ending.Received.Length, 100, 9000);
        Assert.False(sent);
    }

    [Fact]
    public async Task A_prober_sees_a_status_come_and_go()
    {
        await using var member = new StubMember("a", ready: false);
        await using var prober = Prober.Start(new Uri(member.Address, "/health/ready"), TimeSpan.FromMilliseconds(20));
        await Eventually.HoldsAsync(
            "503 is seen for a while", () => Task.FromResult(prober.VisibleFor(503) > TimeSpan.FromMilliseconds(200)));
        var changed = TimeProvider.System.GetUtcNow();
        member.Ready = true;
        await Eventually.HoldsAsync(
            "200 is seen", () => Task.FromResult(prober.FirstAfter(changed, probe => probe.Status == 200) is not null));
        await member.DisposeAsync();
        await Eventually.HoldsAsync(
            "the connection is refused",
            () => Task.FromResult(prober.FirstAfter(changed, probe => probe.Outcome.Kind == RequestOutcome.Refused) is not null));
        var timeline = await prober.StopAsync();
        Assert.Equal(timeline.OrderBy(probe => probe.At), timeline);
        Assert.Equal(TimeSpan.Zero, prober.VisibleFor(418));
    }
}
