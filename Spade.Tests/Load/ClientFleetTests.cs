using Npgsql;
using Spade.Rehearsal.History;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Load;

/// <summary>A fleet that overlooked a failure would make every restart look successful.</summary>
public sealed class ClientFleetTests
{
    private static readonly LoadPlan TwoOfAKind = new(1, 1, 0);

    [Fact]
    public async Task A_reset_is_a_failure() => await AssertFailsAsync("reset", async connection =>
    {
        await connection.ReadHeadAsync();
        connection.Reset();
    });

    [Fact]
    public async Task A_close_instead_of_a_response_is_a_failure() =>
        await AssertFailsAsync("closed unanswered", connection => connection.ReadHeadAsync());

    [Fact]
    public async Task A_cut_body_is_a_failure_whether_it_had_a_length_or_came_in_chunks_or_was_reset()
    {
        await AssertFailsAsync("cut body", async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123456789");
        });
        await AssertFailsAsync("cut body", async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        });
        await AssertFailsAsync("cut body", async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Le");
            connection.Reset();
        });
    }

    [Fact]
    public async Task A_response_with_an_error_status_is_a_failure() => await AssertFailsAsync("503", async connection =>
    {
        while (await connection.ReadHeadAsync() is not null)
            await connection.AnswerAsync(503);
    });

    [Fact]
    public async Task A_response_that_does_not_come_in_time_is_a_failure() => await AssertFailsAsync(
        "timed out",
        async connection => await connection.ReadToAsync("never"),
        TwoOfAKind with { Patience = TimeSpan.FromMilliseconds(200) });

    [Fact]
    public async Task A_refused_connection_is_a_failure()
    {
        var server = StubServer.Start(_ => Task.CompletedTask);
        await server.DisposeAsync();
        var report = await LoadAsync(server.Address, TwoOfAKind);
        Assert.Equal(["refused"], report.Outcomes.Keys);
        AssertTold(report);
    }

    [Fact]
    public async Task A_keep_alive_client_keeps_its_connection_and_a_fresh_one_does_not()
    {
        await using var server = StubServer.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is not null)
                await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        });
        var kept = await LoadAsync(server.Address, new LoadPlan(2, 0, 0));
        kept.AssertAllSucceeded();
        Assert.Equal((2, 2), (kept.Connections, server.Connections));

        var fresh = await LoadAsync(server.Address, new LoadPlan(0, 2, 0));
        fresh.AssertAllSucceeded();
        Assert.Equal(fresh.Requests.Count, fresh.Connections);
    }

    [Fact]
    public async Task A_client_that_gets_connection_close_opens_another_connection()
    {
        await using var server = StubServer.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is not null)
                await connection.AnswerAsync(200, header: "Connection: close\r\n");
        });
        var report = await LoadAsync(server.Address, new LoadPlan(1, 0, 0));
        report.AssertAllSucceeded();
        Assert.Equal(report.Requests.Count, report.Connections);
    }

    [Fact]
    public async Task A_connection_that_ends_between_requests_is_no_failure()
    {
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.AnswerAsync(200);
        });
        var report = await LoadAsync(server.Address, new LoadPlan(1, 0, 0) { ThinkTime = TimeSpan.FromMilliseconds(300) }, requests: 3);
        report.AssertAllSucceeded();
        Assert.Equal(report.Requests.Count, report.Connections);
    }

    [Fact]
    public async Task A_response_before_the_end_of_an_upload_counts_although_the_rest_cannot_be_sent()
    {
        await using var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.AnswerAsync(413, header: "Connection: close\r\n");
        });
        var large = new LoadPlan(0, 0, 1) { Scan = () => new byte[8_000_000] };
        var report = await LoadAsync(server.Address, large);
        // The reset that follows may overtake the response. Either way it is no success.
        Assert.Equal(report.Requests.Count, report.Failed);
        Assert.Contains("413", report.Outcomes.Keys);
    }

    [Fact]
    public async Task Uploads_of_every_style_reach_the_real_API_and_are_remembered()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        await using var api = await ApiProcess.StartReadyAsync(database);
        var report = await LoadAsync(new Uri($"http://127.0.0.1:{api.Address.Port}"), new LoadPlan(1, 1, 3), requests: 30);
        report.AssertAllSucceeded();
        Assert.Equal(["200", "202"], report.Outcomes.Keys);
        foreach (var style in Enum.GetNames<UploadStyle>())
            Assert.Contains(report.Requests, request => request.Client.Contains(style, StringComparison.Ordinal));
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT count(*) FROM documents WHERE id = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = report.DocumentIds.ToArray() });
        Assert.Equal((long)report.Outcomes["202"], report.DocumentIds.Count);
        Assert.Equal((long)report.DocumentIds.Count, await command.ExecuteScalarAsync());
    }

    [Fact]
    public void A_report_sorts_its_durations_before_it_picks_one()
    {
        var requests = Enumerable.Range(1, 100).Reverse().Select(n => new RequestRecord(
            "client",
            DateTimeOffset.UnixEpoch.AddSeconds(-n),
            TimeSpan.FromMilliseconds(n),
            new Outcome(RequestOutcome.Answered, n > 85 ? 500 : 200)));
        var report = new FleetReport([.. requests], [], 1);
        Assert.Equal(
            (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(99), TimeSpan.FromMilliseconds(100)),
            (report.P50, report.P99, report.Max));
        Assert.Equal(15, report.Failed);
        Assert.Equal(10, report.FirstFailures.Count);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(-100), report.FirstFailures[0].Started);
    }

    private static async Task AssertFailsAsync(string outcome, Func<StubConnection, Task> serve, LoadPlan? plan = null)
    {
        await using var server = StubServer.Start(serve);
        var report = await LoadAsync(server.Address, plan ?? TwoOfAKind);
        Assert.Equal([outcome], report.Outcomes.Keys);
        AssertTold(report);
    }

    private static void AssertTold(FleetReport report)
    {
        Assert.Equal(report.Requests.Count, report.Failed);
        Assert.Contains(report.FirstFailures, failure => failure.Client == "keep-alive 1");
        Assert.Contains(report.FirstFailures, failure => failure.Client == "fresh 1");
        Assert.ThrowsAny<Exception>(() => report.AssertAllSucceeded());
    }

    private static async Task<FleetReport> LoadAsync(Uri address, LoadPlan plan, int requests = 8)
    {
        await using var fleet = ClientFleet.Start(new LoadServer(address), plan);
        await fleet.AfterRequestsAsync(requests);
        return await fleet.StopAsync();
    }
}
