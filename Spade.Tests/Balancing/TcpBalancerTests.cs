using System.Net.Sockets;
using System.Text;
using Spade.Rehearsal.Balancing;
using Spade.Rehearsal.Connections;
using Spade.Rehearsal.History;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;
using Spade.Tests.Program;

namespace Spade.Tests.Balancing;

public sealed class TcpBalancerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly ProbeSettings Quick = ProbeSettings.Default with { Interval = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task Without_a_ready_member_there_is_no_connection()
    {
        await using var balancer = TcpBalancer.Start(Quick);
        await AssertNoConnectionAsync(balancer);
        await using var waiting = new StubMember("waiting", ready: false);
        balancer.Add(waiting.Address);
        await Eventually.HoldsAsync("the member was probed", () => Task.FromResult(waiting.Probes > 2));
        await AssertNoConnectionAsync(balancer);
    }

    [Fact]
    public async Task New_connections_go_to_the_ready_members_in_turn()
    {
        await using var balancer = TcpBalancer.Start(Quick);
        await using var a = new StubMember("a");
        await using var b = new StubMember("b");
        await using var c = new StubMember("c", ready: false);
        balancer.Add(c.Address);
        await balancer.AddReadyAsync(a.Address);
        await balancer.AddReadyAsync(b.Address);

        var answers = await AskAsync(balancer, 10);
        Assert.Equal(5, answers.Count(answer => answer == "a"));
        Assert.Equal(5, answers.Count(answer => answer == "b"));
    }

    [Fact]
    public async Task One_failed_probe_is_forgiven_and_two_in_a_row_are_not()
    {
        await using var balancer = TcpBalancer.Start(Quick);
        await using var stub = new StubMember("a");
        var member = await balancer.AddReadyAsync(stub.Address);

        stub.FailNextProbe();
        var seen = stub.Probes;
        await Eventually.HoldsAsync("it was probed again", () =>
        {
            Assert.True(member.IsReady);
            return Task.FromResult(stub.Probes > seen + 3);
        });

        stub.Ready = false;
        seen = stub.Probes;
        await Eventually.HoldsAsync("it is out", () => Task.FromResult(!member.IsReady));
        Assert.True(stub.Probes >= seen + 2);
        await AssertNoConnectionAsync(balancer);

        stub.Ready = true;
        await Eventually.HoldsAsync("it is in again", () => Task.FromResult(member.IsReady));
        Assert.Equal(["a"], await AskAsync(balancer, 1));
    }

    [Fact]
    public async Task A_member_that_stops_is_noticed_while_every_thread_of_the_pool_is_busy()
    {
        await using var program = ChildProcess.StartDotnet(
            typeof(TestProgram).Assembly.Location, new Dictionary<string, string?>(), StarvedBalancer.Name);
        Assert.Equal(0, await program.WaitForExitAsync());
    }

    [Fact]
    public async Task A_connection_stays_when_its_member_is_no_longer_ready_and_when_it_is_removed()
    {
        await using var balancer = TcpBalancer.Start(Quick);
        await using var stub = new StubMember("a");
        var member = await balancer.AddReadyAsync(stub.Address, "first");
        using var connection = await RawConnection.ConnectAsync(balancer.Address, CancellationToken.None);
        Assert.Equal("a", await AskAsync(connection));
        Assert.Equal("first", balancer.MemberOf(connection.LocalPort));

        stub.Ready = false;
        await Eventually.HoldsAsync("it is out", () => Task.FromResult(!member.IsReady));
        Assert.Equal("a", await AskAsync(connection));

        stub.Ready = true;
        await Eventually.HoldsAsync("it is in again", () => Task.FromResult(member.IsReady));
        balancer.Remove(member);
        await AssertNoConnectionAsync(balancer);
        Assert.Equal("a", await AskAsync(connection));
        Assert.False(connection.HasEnded);
    }

    [Fact]
    public async Task A_connection_to_a_member_that_is_gone_is_not_retried_elsewhere()
    {
        await using var balancer = TcpBalancer.Start(ProbeSettings.Default with { Interval = TimeSpan.FromMinutes(1) });
        await using var a = new StubMember("a");
        await using var b = new StubMember("b");
        await balancer.AddReadyAsync(a.Address);
        await balancer.AddReadyAsync(b.Address);
        await b.DisposeAsync();

        var probes = new[] { await ProbeAsync(balancer), await ProbeAsync(balancer) };
        Assert.Single(probes, probe => probe.Status == 200);
        Assert.Single(probes, probe => probe.Outcome.Kind == RequestOutcome.Reset);
    }

    [Fact]
    public async Task A_reset_by_the_member_reaches_the_client_as_a_reset()
    {
        await using var server = StubServer.Start(async connection =>
        {
            if ((await connection.ReadHeadAsync())!.Contains("/health/ready", StringComparison.Ordinal))
            {
                await connection.AnswerAsync(200);
                return;
            }

            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
            connection.Reset();
        });
        await using var balancer = TcpBalancer.Start();
        await balancer.AddReadyAsync(server.Address);
        await using var call = await RawHttp.GetAsync(balancer.Address, Limit);
        var ending = await call.Ending;
        Assert.Equal((ConnectionEnd.Reset, 200), (ending.End, ending.Status));
        Assert.Equal(RequestOutcome.Cut, (await ProbeAsync(balancer)).Outcome.Kind);
        await Eventually.HoldsAsync("nothing is left open", () => Task.FromResult(balancer.OpenConnections == 0));
    }

    [Fact]
    public async Task A_reset_and_a_half_close_by_the_client_reach_the_member_unchanged()
    {
        var ends = new List<string>();
        await using var server = StubServer.Start(async connection =>
        {
            try
            {
                while (await connection.ReadHeadAsync() is not null)
                    await connection.AnswerAsync(200);
                ends.Add("closed");
                // The other half of the connection is still open for the response.
                await connection.AnswerAsync(200, "goodbye");
            }
            catch (SocketException)
            {
                ends.Add("reset");
            }
        });
        await using var balancer = TcpBalancer.Start(ProbeSettings.Default with { Interval = TimeSpan.FromMinutes(1) });
        await balancer.AddReadyAsync(server.Address);
        await Eventually.HoldsAsync("the probe has ended", () => Task.FromResult(ends.Count == 1));
        ends.Clear();

        using (var closing = await RawConnection.ConnectAsync(balancer.Address, CancellationToken.None))
        {
            closing.EndSending();
            var response = await closing.ReadResponseAsync(CancellationToken.None).DefaultTimeout();
            Assert.Equal("goodbye", Encoding.ASCII.GetString(response.Body));
        }

        using var resetting = await RawConnection.ConnectAsync(balancer.Address, CancellationToken.None);
        Assert.Equal("", await AskAsync(resetting));
        resetting.Reset();
        await Eventually.HoldsAsync("the member has seen both", () => Task.FromResult(ends.Count == 2));
        Assert.Equal(["closed", "reset"], ends);
    }

    [Fact]
    public async Task Three_hundred_connections_are_served_in_parallel()
    {
        await using var balancer = TcpBalancer.Start();
        await using var stub = new StubMember("a");
        await balancer.AddReadyAsync(stub.Address);
        var connections = new List<RawConnection>();
        for (var n = 0; n < 300; n++)
            connections.Add(await RawConnection.ConnectAsync(balancer.Address, CancellationToken.None));
        for (var round = 0; round < 3; round++)
            Assert.All(await Task.WhenAll(connections.Select(AskAsync)), answer => Assert.Equal("a", answer));
        connections.ForEach(connection => connection.Dispose());
        await Eventually.HoldsAsync("nothing is left open", () => Task.FromResult(balancer.OpenConnections == 0));
    }

    [Theory]
    [InlineData("http://192.0.2.1:80")]
    [InlineData("http://example.org")]
    [InlineData("https://127.0.0.1")]
    public async Task Only_members_on_this_machine_are_allowed(string address)
    {
        await using var balancer = TcpBalancer.Start();
        Assert.Throws<ArgumentException>(() => balancer.Add(new Uri(address)));
        await Assert.ThrowsAsync<ArgumentException>(() => RawHttp.SilentAsync(new Uri(address), Limit));
    }

    private static Task<Probe> ProbeAsync(TcpBalancer balancer) => RawHttp.ProbeAsync(balancer.Address, Limit, CancellationToken.None);

    private static async Task AssertNoConnectionAsync(TcpBalancer balancer) =>
        Assert.Contains((await ProbeAsync(balancer)).Outcome.Kind, new[] { RequestOutcome.Reset, RequestOutcome.Refused });

    private static async Task<List<string>> AskAsync(TcpBalancer balancer, int times)
    {
        var answers = new List<string>();
        for (var n = 0; n < times; n++)
            answers.Add((await ProbeAsync(balancer)).Body);
        return answers;
    }

    private static async Task<string> AskAsync(RawConnection connection)
    {
        await connection.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n", CancellationToken.None);
        var response = await connection.ReadResponseAsync(CancellationToken.None).DefaultTimeout();
        return Encoding.ASCII.GetString(response.Body);
    }
}
