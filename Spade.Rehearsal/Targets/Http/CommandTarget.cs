using Spade.Rehearsal.Load;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets.Http;

/// <summary>Any HTTP service, restarted by a command. Only what its clients see is known of it.</summary>
internal sealed class CommandTarget(Uri address, string command, string? key) : ITarget
{
    public string Name => $"{address}, restarted by `{command}`";

    /// <summary>All checks but those of requests and steps.</summary>
    internal static IReadOnlySet<string> UnseenByClients { get; } = new HashSet<string>
    {
        "events", "indeterminate-uploads", "lost-documents", "unexpected-documents", "duplicates", "unfinished-documents", "text",
        "repeated-pages", "attempts", "readiness", "lame-duck", "connections", "claims", "stop-budget", "exit-codes", "ledger-rows",
        "ledger-times", "ledger-work",
    };

    public IReadOnlySet<string> Unseen => UnseenByClients;

    public string? Objection(Schedule schedule)
    {
        var other = schedule.Steps.FirstOrDefault(step => step.Action != StepAction.RollingRestart);
        return other is null
            ? null
            : $"--restart-command can do a rolling restart and nothing else, and step {other.Number} of the schedule '{schedule.Name}' is "
                + $"'{other}'. Use the schedule 'rollout', or one of your own.";
    }

    public Task<TargetFacts> StartAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new TargetFacts(new LoadServer(address, key), HasDocuments: false));

    /// <summary>Runs the command. It has failed when its exit code is not 0.</summary>
    public async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
    {
        var run = await CommandRun.OfAsync("sh", ["-c", command], cancellationToken);
        return run.ExitCode == 0
            ? null
            : throw new TargetException(FormattableString.Invariant($"`{command}` ended with {run.ExitCode}: {run.LastLines}"));
    }

    /// <summary>There is nothing to read.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
