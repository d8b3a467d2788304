using System.Diagnostics;
using Spade.Rehearsal.Targets;
using Spade.Rehearsal.Targets.Lives;
using Spade.Rehearsal.Targets.Local;
using Spade.Tests.Infrastructure;
using Spade.Tests.Load;

namespace Spade.Tests.Rehearsal.Targets;

/// <summary>Lives of processes, seen from outside.</summary>
public sealed class ReplicaLifeTests
{
    [Fact]
    public async Task A_life_shows_when_it_was_ready_left_was_signalled_closed_and_ended()
    {
        var status = 503;
        var server = StubServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.AnswerAsync(status);
        });
        using var process = Process.Start("sleep", "600");
        await using var lives = new LifeBook(TimeProvider.System);
        var life = lives.Begin("spade-api-1", ServiceNames.Api, process.Id, server.Address, "1.0");
        Assert.Same(life, lives.Begin("spade-api-1", ServiceNames.Api, process.Id, server.Address, "1.0"));
        Assert.Equal("spade-api-1", lives.ReplicaOf(process.Id));
        Assert.Null(life.Entry.ReadyAt);

        status = 200;
        await Eventually.HoldsAsync("it is ready", () => Task.FromResult(life.Entry.ReadyAt is not null));
        lives.BeginStop(life);
        Assert.Empty(lives.Running(ServiceNames.Api));
        life.Signal("SIGTERM");
        status = 503;
        await Eventually.HoldsAsync("it is not ready", () => Task.FromResult(life.Entry.NotReadyAt is not null));
        await server.DisposeAsync();
        await Eventually.HoldsAsync("it is closed", () => Task.FromResult(life.Entry.ClosedAt is not null));
        process.Kill();
        await life.Ended.DefaultTimeout();
        life.Exit(0);

        var entry = life.Entry;
        DateTimeOffset?[] moments =
            [entry.StartedAt, entry.ReadyAt, entry.StopBeganAt, entry.SignalledAt, entry.NotReadyAt, entry.ClosedAt, entry.EndedAt];
        Assert.Equal(moments.Order(), moments);
        Assert.Equal(("SIGTERM", 0, "1.0"), (entry.Signal, entry.ExitCode, entry.Version));
        Assert.Null(lives.Current("spade-api-1"));
    }

    [Theory]
    [InlineData(-1, "SIGKILL", 137)]
    [InlineData(-1, "SIGTERM", 143)]
    [InlineData(3, "SIGTERM", 3)]
    [InlineData(null, "SIGKILL", null)]
    public async Task An_end_by_a_signal_has_the_exit_code_that_shells_give_it(int? told, string signal, int? expected)
    {
        await using var lives = new LifeBook(TimeProvider.System);
        var life = lives.Begin("spade-worker-1", ServiceNames.Worker, Environment.ProcessId, new Uri("http://127.0.0.1:1"), null);
        life.Signal(signal);
        life.Exit(told);
        Assert.Equal(expected, life.Entry.ExitCode);
    }

    [Fact]
    public async Task A_balancer_that_lags_goes_on_using_a_replica_that_stops()
    {
        await using var server = StubServer.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is not null)
                await connection.AnswerAsync(200);
        });
        await using var lives = new LifeBook(TimeProvider.System);
        await using var prompt = new ReplicaBalancer(lives, TimeSpan.Zero, TimeProvider.System);
        await using var lagging = new ReplicaBalancer(lives, TimeSpan.FromSeconds(2), TimeProvider.System);
        var life = lives.Begin("spade-api-1", ServiceNames.Api, Environment.ProcessId, server.Address, null);
        await Eventually.HoldsAsync("both use it", async () => await AnswersAsync(prompt) && await AnswersAsync(lagging));

        var began = TimeProvider.System.GetTimestamp();
        lives.BeginStop(life);
        await Eventually.HoldsAsync("the prompt one has left it out", async () => !await AnswersAsync(prompt));
        Assert.NotNull(life.Entry.LeftBalancerAt);
        await Eventually.HoldsAsync("so has the lagging one", async () => !await AnswersAsync(lagging));
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(2));
    }

    private static async Task<bool> AnswersAsync(ReplicaBalancer balancer) =>
        (await RawHttp.ProbeAsync(balancer.Address, TimeSpan.FromSeconds(20), CancellationToken.None)).Status == 200;
}
