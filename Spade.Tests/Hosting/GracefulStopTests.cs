using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Spade.Tests.Hosting;

/// <summary>The commands stop and restart on single processes, and budgets that are errors.</summary>
public sealed class GracefulStopTests
{
    // Longer than the 6 s after which the orchestrator alone kills a process.
    private const string DrainsEightSeconds = "trap 'sleep 8 & wait $!; exit 0' TERM; while :; do sleep 0.05; done";

    private const string IgnoresSignals = "trap '' TERM INT; while :; do sleep 0.05; done";

    [Fact]
    public async Task A_process_gets_its_grace_period_and_is_killed_at_its_end()
    {
        var builder = SmallAppHost.Create();
        builder.AddExecutable("drains", "sh", "/", "-c", DrainsEightSeconds).WithGracefulShutdown(SmallAppHost.Budget(grace: 20));
        builder.AddExecutable("restarts", "sh", "/", "-c", DrainsEightSeconds).WithGracefulShutdown(SmallAppHost.Budget(grace: 20));
        builder.AddExecutable("deaf", "sh", "/", "-c", IgnoresSignals).WithGracefulShutdown(SmallAppHost.Budget(grace: 6, preStop: 4));
        builder.AddExecutable("early", "sh", "/", "-c", "trap 'exit 3' TERM; while :; do sleep 0.05; done")
            .WithGracefulShutdown(SmallAppHost.Budget(grace: 20));
        await using var application = builder.Build();
        await application.StartAsync();
        foreach (var resource in (string[])["drains", "restarts", "deaf", "early"])
            await application.InStateAsync(resource, KnownResourceStates.Running);
        var first = await application.WhenAsync("restarts", update => update.PropertyOf("executable.pid") is not null);

        var results = await Task.WhenAll(
            application.CommandAsync("drains", KnownResourceCommands.StopCommand),
            application.CommandAsync("restarts", KnownResourceCommands.RestartCommand),
            application.CommandAsync("deaf", KnownResourceCommands.StopCommand),
            application.CommandAsync("early", KnownResourceCommands.StopCommand));

        Assert.All(results, result => Assert.True(result.Success, result.Message));
        await AssertStoppedAsync(application, "drains", from: 8, to: 19, "exit code 0");
        // preStop is part of the grace period of 6 s.
        await AssertStoppedAsync(application, "deaf", from: 6, to: 9.9, "exit code");
        await AssertStoppedAsync(application, "early", from: 0, to: 19, "exit code 3");
        var second = await application.WhenAsync(
            "restarts", update => update.Snapshot.State?.Text == KnownResourceStates.Running && update.PropertyOf("last stop") is not null);
        Assert.NotEqual(first.PropertyOf("executable.pid"), second.PropertyOf("executable.pid"));
        Assert.Equal("20 s", second.PropertyOf("grace period"));
        await application.StopAsync();
    }

    [Fact]
    public void A_grace_period_that_is_too_short_is_an_error_with_the_sum()
    {
        var service = SmallAppHost.Create().AddExecutable("service", "sh", "/");

        var error = Assert.Throws<DistributedApplicationException>(
            () => service.WithGracefulShutdown(SmallAppHost.Budget(grace: 10, preStop: 5) with { GracePeriod = TimeSpan.FromSeconds(9) }));

        Assert.Contains(
            "'service' has a grace period of 9 s, less than preStop 5 s + drain 5 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 20, 19, 0, "has a preStop of 0.5 s, and Kubernetes has whole seconds: make it 1 s.")]
    [InlineData(0, 20.2, 20, 0, "has a grace period of 20.2 s, and Kubernetes has whole seconds: make it 21 s.")]
    [InlineData(5, 20, 10, 10, "has 10 s for work in flight, and one step may take 10 s: it would be cut. Set InFlight above 10 s")]
    [InlineData(5, 20, 10, 12, "Set InFlight above 12 s, and GracePeriod, with preStop and drain, above 17 s.")]
    [InlineData(5, 20, 0, 0, "has 0 s for work in flight")]
    public void A_budget_that_no_cluster_can_keep_is_an_error_with_its_numbers(
        double preStop, double grace, double inFlight, double longestStep, string expected)
    {
        var service = SmallAppHost.Create().AddExecutable("service", "sh", "/");
        var budget = SmallAppHost.Budget(grace, preStop) with
        {
            InFlight = TimeSpan.FromSeconds(inFlight),
            LongestStep = TimeSpan.FromSeconds(longestStep),
        };

        var error = Assert.Throws<DistributedApplicationException>(() => service.WithGracefulShutdown(budget));

        Assert.StartsWith("'service' has ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertStoppedAsync(DistributedApplication application, string resource, double from, double to, string exit)
    {
        var stop = (await application.WhenAsync(resource, update => update.PropertyOf("last stop") is not null)).PropertyOf("last stop")!;
        Assert.InRange(double.Parse(stop.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), from - 0.1, to);
        Assert.Contains(exit, stop, StringComparison.Ordinal);
    }
}
