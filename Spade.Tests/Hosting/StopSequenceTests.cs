using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Spade.Tests.Hosting;

/// <summary>Stopping one replica as the kubelet does.</summary>
public sealed class StopSequenceTests : IDisposable
{
    private static readonly TimeSpan PreStop = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    /// <summary>A timer may fire that much early by another clock than its own.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_is_deaf_to_SIGTERM_is_killed_when_the_grace_period_counted_from_the_beginning_is_over()
    {
        await using var application = await StartedAsync("trap '' TERM; echo up; while :; do sleep 3600; done");

        var result = await application.ResourceCommands.ExecuteCommandAsync("service", "stop").WaitAsync(TestApplication.Patience);

        Assert.True(result.Success, result.ErrorMessage);
        var snapshot = application.ReplicasOf("service")[0].Snapshot;
        Assert.Equal(128 + 9, snapshot.ExitCode);
        Assert.InRange(snapshot.Stop!.Signalled!.Value, PreStop - Tick, GracePeriod - Tick);
        // Not preStop and a whole grace period after it.
        Assert.InRange(snapshot.Stop.Killed!.Value, GracePeriod - Tick, GracePeriod + PreStop - Tick);
        Assert.InRange(snapshot.Stop.Exited, snapshot.Stop.Killed.Value, TimeSpan.MaxValue);
        await application.LineAsync("service", line => line.Contains("SIGKILL after 3.", StringComparison.Ordinal));
        Assert.Equal(KnownResourceStates.Exited, application.StateOf("service"));
        await application.StopAsync();
    }

    [Fact]
    public async Task The_steps_are_told_in_order_and_what_is_left_of_the_grace()
    {
        await using var application = await StartedAsync("trap 'echo told; exit 0' TERM; echo up; while :; do sleep 0.02; done");

        await application.ResourceCommands.ExecuteCommandAsync("service", "stop").WaitAsync(TestApplication.Patience);

        var lines = await application.LinesAsync("service", line => Steps.Any(step => line.Contains(step, StringComparison.Ordinal)), Steps.Length);
        Assert.All(Steps.Zip(lines), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        var stop = application.ReplicasOf("service")[0].Snapshot.Stop!;
        Assert.InRange(stop.Signalled!.Value, PreStop - Tick, stop.Exited);
        Assert.Null(stop.Killed);
        await application.StopAsync();
    }

    [Fact]
    public async Task An_interrupt_in_the_middle_of_preStop_goes_to_the_process_at_once()
    {
        await using var application = await StartedAsync(
            "trap 'exit 5' INT; echo up; while :; do sleep 0.02; done", TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        var stopping = application.ResourceCommands.ExecuteCommandAsync("service", "stop");
        await application.InStateAsync("service", KnownResourceStates.Stopping);

        await application.StopAsync().WaitAsync(TestApplication.Patience);

        Assert.True((await stopping).Success);
        Assert.Equal(5, application.ReplicasOf("service")[0].Snapshot.ExitCode);
    }

    [Fact]
    public async Task An_interrupt_after_the_signal_is_handed_on_once()
    {
        await using var application = await StartedAsync(
            "trap 'echo told' TERM; trap 'echo hurried; sleep 0.2; exit 5' INT; echo up; while :; do sleep 0.02; done", TimeSpan.Zero, TimeSpan.FromHours(2));
        var stopping = application.ResourceCommands.ExecuteCommandAsync("service", "stop");
        await application.LineAsync("service", line => line == "told");

        await application.StopAsync().WaitAsync(TestApplication.Patience);

        Assert.True((await stopping).Success);
        Assert.Equal(5, application.ReplicasOf("service")[0].Snapshot.ExitCode);
        await application.LineAsync("service", line => line == "hurried");
    }

    private static readonly string[] Steps =
        ["stopping: preStop 1 s", "SIGTERM after 1.", "told", "exited with 0 after 1."];

    private async Task<DistributedApplication> StartedAsync(string script, TimeSpan? preStop = null, TimeSpan? gracePeriod = null)
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "sh", "/", "-c", script).WithAnnotation(TestStops.Of(preStop ?? PreStop, gracePeriod ?? GracePeriod));
        var application = builder.Build();
        await application.StartAsync();
        await application.LineAsync("service", line => line == "up");
        return application;
    }
}
