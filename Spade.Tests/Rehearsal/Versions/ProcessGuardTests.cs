using Spade.Rehearsal.Machine;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Versions;

public sealed class ProcessGuardTests
{
    private static readonly Dictionary<string, string?> NoVariables = [];

    [Fact]
    public async Task A_process_ends_with_the_program_that_started_it_and_another_one_with_its_id_does_not()
    {
        await using var guarded = ChildProcess.Start("sleep", NoVariables, "600");
        await using var other = ChildProcess.Start("sleep", NoVariables, "600");
        using var guard = new ProcessGuard(guarded.Id, Environment.CurrentDirectory);
        using var mistaken = new ProcessGuard(other.Id, "/proc");

        mistaken.LetGo();
        guard.LetGo();

        Assert.Equal(137, await guarded.WaitForExitAsync());
        Assert.False(other.HasExited);
    }

    [Fact]
    public async Task A_guard_that_is_not_needed_any_more_ends_nothing()
    {
        await using var process = ChildProcess.Start("sleep", NoVariables, "600");

        new ProcessGuard(process.Id, Environment.CurrentDirectory).Dispose();

        Assert.False(process.HasExited);
    }
}
