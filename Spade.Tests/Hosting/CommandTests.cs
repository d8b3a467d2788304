using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Commands of resources.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_rolling_restart_replaces_every_replica_and_loses_no_request()
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 2)
            .WithAnnotation(TestStops.Of(preStop: TimeSpan.FromSeconds(1), gracePeriod: TimeSpan.FromSeconds(10)));
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        var before = application.ReplicasOf("service").Select(replica => replica.ResourceId).ToList();
        using var over = new CancellationTokenSource();
        var asking = AskUntilAsync(service.AddressOf(), over.Token);
        var most = MostProcessesAsync(application, over.Token);

        var result = await application.ResourceCommands.ExecuteCommandAsync("service", "rolling-restart").WaitAsync(TestApplication.Patience);

        Assert.True(result.Success, result.ErrorMessage);
        Assert.Empty(before.Intersect(application.ReplicasOf("service").Select(replica => replica.ResourceId)));
        Assert.Equal(2, application.ReplicasOf("service").Count);
        await over.CancelAsync();
        var answers = await asking;
        Assert.InRange(answers.Count, 10, int.MaxValue);
        Assert.InRange(answers.Distinct().Count(), 3, 4);
        Assert.InRange(await most, 2, 3);
        await application.StopAsync();
    }

    [Fact]
    public async Task A_rollout_whose_new_replica_ends_leaves_the_old_ones_as_they_were()
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 2).WithArgs(context =>
        {
            if (File.Exists(Path.Combine(_folder.FullPath, "broken")))
                context.Args[^1] = "no-such-verb";
        });
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        var before = application.ReplicasOf("service").Select(replica => replica.Snapshot.ProcessId).ToList();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullPath, "broken"), "");

        var result = await application.ResourceCommands.ExecuteCommandAsync("service", "rolling-restart").WaitAsync(TestApplication.Patience);

        Assert.False(result.Success);
        Assert.Contains("ended before it was ready (Exited with exit code 2)", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(before, application.ReplicasOf("service").Select(replica => replica.Snapshot.ProcessId));
        await TestServices.AskAsync(service.AddressOf());
        await application.HealthyAsync("service");
        await application.StopAsync();
    }

    [Fact]
    public async Task A_rollout_whose_new_replica_dies_after_it_was_ready_goes_no_further()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddTestService("service", _folder.FullPath, replicas: 2)
            .WithAnnotation(TestStops.Of(preStop: TimeSpan.FromSeconds(1), gracePeriod: TimeSpan.FromSeconds(10)));
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        var second = application.ReplicasOf("service")[1];

        var rollout = application.ResourceCommands.ExecuteCommandAsync("service", "rolling-restart");
        await application.LineAsync("service", line => line.Contains("(1 of 2)", StringComparison.Ordinal));
        var fallen = application.ReplicasOf("service")[^1];
        Signals.Send(fallen.Snapshot.ProcessId!.Value, Signals.Kill);
        var result = await rollout.WaitAsync(TestApplication.Patience);

        Assert.Equal(
            $"new replica {fallen.ResourceId} is not ready any more (Exited with exit code 137); the others stay as they are.", result.ErrorMessage);
        Assert.Equal([second.ResourceId, fallen.ResourceId], application.ReplicasOf("service").Select(replica => replica.ResourceId));
        Assert.Equal(second.Snapshot.ProcessId, application.ReplicasOf("service")[0].Snapshot.ProcessId);
        await application.StopAsync();
    }

    [Fact]
    public async Task A_cancelled_rollout_takes_its_new_replica_back_and_leaves_the_old_ones()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddTestService("service", _folder.FullPath);
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        var before = application.ReplicasOf("service")[0].ResourceId;
        _folder.MakeUnready();
        using var given = new CancellationTokenSource();

        var rollout = application.ResourceCommands.ExecuteCommandAsync("service", "rolling-restart", given.Token);
        await Until.TrueAsync(() => application.ReplicasOf("service") is [_, { Snapshot.State.Text: "Running" }], "the new replica runs");
        var second = await application.ResourceCommands.ExecuteCommandAsync("service", "stop");
        await given.CancelAsync();

        Assert.True((await rollout.WaitAsync(TestApplication.Patience)).Canceled);
        Assert.Equal("a rolling-restart of service is under way: wait for its end.", second.ErrorMessage);
        Assert.Equal(before, Assert.Single(application.ReplicasOf("service")).ResourceId);
        await application.StopAsync();
    }

    [Fact]
    public async Task Stop_and_start_are_for_all_replicas_or_for_one()
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 2);
        var stopped = 0;
        service.OnResourceStopped((_, _, _) => Task.FromResult(Interlocked.Increment(ref stopped)));
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        var one = application.ReplicasOf("service")[0];

        await SucceedsAsync(application, one.ResourceId, "stop");
        Assert.Equal(KnownResourceStates.Exited, application.StateOf(one.ResourceId));
        Assert.Equal(KnownResourceStates.Running, application.StateOf("service"));
        await SucceedsAsync(application, one.ResourceId, "start");
        await application.HealthyAsync("service");
        Assert.NotEqual(one.Snapshot.ProcessId, application.ReplicasOf("service")[0].Snapshot.ProcessId);

        await SucceedsAsync(application, "service", "stop");
        Assert.Equal(KnownResourceStates.Exited, application.StateOf("service"));
        await Until.TrueAsync(() => stopped == 1, "the end is told once");
        await SucceedsAsync(application, "service", "restart");
        await application.HealthyAsync("service");
        Assert.Equal(one.ResourceId, application.ReplicasOf("service")[0].ResourceId);
        await application.StopAsync();
        Assert.Equal(2, stopped);
    }

    [Fact]
    public async Task A_service_starts_again_only_when_its_end_has_been_told()
    {
        var builder = TestApplication.Builder(_folder);
        var told = new List<string?>();
        var gate = new TaskCompletionSource();
        builder.AddExecutable("service", "sleep", "/", "3600").OnResourceStopped(async (_, stopped, _) =>
        {
            await gate.Task;
            told.Add(stopped.ResourceEvent.Snapshot.State?.Text);
        });
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        await SucceedsAsync(application, "service", "stop");

        var starting = application.ResourceCommands.ExecuteCommandAsync("service", "start");
        Assert.Equal(KnownResourceStates.Exited, application.StateOf("service"));
        Assert.Empty(told);
        gate.SetResult();

        Assert.True((await starting.WaitAsync(TestApplication.Patience)).Success);
        Assert.Equal([KnownResourceStates.Exited], told);
        await application.HealthyAsync("service");
        await application.StopAsync();
    }

    [Fact]
    public async Task A_command_of_ones_own_is_carried_out_for_each_replica_unless_it_is_disabled()
    {
        var names = new List<string>();
        var state = ResourceCommandState.Enabled;
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddExecutable("service", "sleep", "/", "3600").WithAnnotation(new ReplicaAnnotation(2))
            .WithCommand("note", "Note", Note, new() { UpdateState = _ => state })
            .WithCommand("fail", "Fail", _ => throw new InvalidOperationException("on purpose"));
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");

        Assert.True((await application.ResourceCommands.ExecuteCommandAsync(service.Resource, "note")).Success);
        Assert.Equal(application.ReplicasOf("service").Select(replica => replica.ResourceId), names);
        state = ResourceCommandState.Disabled;
        Assert.Equal("'note' cannot be given to service now.", (await application.ResourceCommands.ExecuteCommandAsync("service", "note")).ErrorMessage);
        Assert.Contains("on purpose", (await application.ResourceCommands.ExecuteCommandAsync("service", "fail")).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(
            "service has no command 'pause'. It has: note, fail, start, stop, restart, rolling-restart.",
            (await application.ResourceCommands.ExecuteCommandAsync("service", "pause")).ErrorMessage);
        Assert.Equal("There is no resource 'other'. There are: service.", (await application.ResourceCommands.ExecuteCommandAsync("other", "stop")).ErrorMessage);
        await application.StopAsync();

        Task<ExecuteCommandResult> Note(ExecuteCommandContext context)
        {
            names.Add(context.ResourceName);
            return Task.FromResult(CommandResults.Success());
        }
    }

    [Fact]
    public async Task A_rolling_restart_needs_a_port_for_each_process()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "sleep", "/", "3600").WithHttpEndpoint(isProxied: false);
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");

        var result = await application.ResourceCommands.ExecuteCommandAsync("service", "rolling-restart");

        Assert.Contains("cannot have two processes side by side, because endpoint 'http'", result.ErrorMessage, StringComparison.Ordinal);
        await application.StopAsync();
    }

    private static async Task SucceedsAsync(DistributedApplication application, string id, string command)
    {
        var result = await application.ResourceCommands.ExecuteCommandAsync(id, command).WaitAsync(TestApplication.Patience);
        Assert.True(result.Success, result.ErrorMessage);
    }

    private static async Task<List<int>> AskUntilAsync(Uri address, CancellationToken over)
    {
        var answers = new List<int>();
        while (!over.IsCancellationRequested)
            answers.Add(await TestServices.AskAsync(address).DefaultTimeout());
        return answers;
    }

    private static async Task<int> MostProcessesAsync(DistributedApplication application, CancellationToken over)
    {
        var most = 0;
        try
        {
            await foreach (var _ in application.ResourceNotifications.WatchAsync(over))
                most = Math.Max(most, application.ReplicasOf("service").Count(replica => replica.Snapshot.ProcessId is not null));
        }
        catch (OperationCanceledException)
        {
            // Enough seen.
        }

        return most;
    }
}
