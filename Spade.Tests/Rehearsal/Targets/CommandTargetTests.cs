using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;
using Spade.Rehearsal.Targets.Http;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Targets;

public sealed class CommandTargetTests
{
    private static readonly Step Restart = new(1, TimeSpan.Zero, StepAction.RollingRestart) { Of = StepObject.Both };

    [Fact]
    public async Task The_command_runs_once_for_each_rolling_restart()
    {
        var file = Path.GetTempFileName();
        await using var target = Target($"echo restarted >> {file}");
        Assert.False((await target.StartAsync(CancellationToken.None)).HasDocuments);
        await target.DoAsync(Restart, CancellationToken.None).DefaultTimeout();
        await target.DoAsync(Restart, CancellationToken.None).DefaultTimeout();
        Assert.Equal(["restarted", "restarted"], await File.ReadAllLinesAsync(file));
        File.Delete(file);
    }

    [Fact]
    public async Task A_command_that_fails_is_named_with_its_exit_code_and_its_last_lines()
    {
        await using var target = Target("echo first; echo no such unit >&2; exit 5");
        var error = await Assert.ThrowsAsync<TargetException>(() => target.DoAsync(Restart, CancellationToken.None)).DefaultTimeout();
        Assert.Equal("`echo first; echo no such unit >&2; exit 5` ended with 5: first | no such unit", error.Message);
    }

    [Fact]
    public async Task An_interrupt_ends_the_command()
    {
        using var interrupt = new CancellationTokenSource();
        await using var target = Target("sleep 600");
        var running = target.DoAsync(Restart, interrupt.Token);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running).DefaultTimeout();
    }

    [Fact]
    public async Task Only_rolling_restarts_are_possible()
    {
        await using var target = Target("true");
        Assert.Null(target.Objection(ShippedSchedules.Find("rollout")));
        Assert.StartsWith(
            "--restart-command can do a rolling restart and nothing else, and step 1 of the schedule 'kill' is 'kill of worker'.",
            target.Objection(ShippedSchedules.Find("kill")), StringComparison.Ordinal);
    }

    private static CommandTarget Target(string command) => new(new Uri("http://127.0.0.1:1"), command, key: null);
}
