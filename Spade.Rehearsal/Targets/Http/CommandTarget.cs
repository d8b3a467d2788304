using System.Diagnostics;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets.Http;

/// <summary>Any HTTP service, restarted by a command. Only what its clients see is known of it.</summary>
internal sealed class CommandTarget(Uri address, string command, string? key) : ITarget
{
    private const int ShownLines = 5;

    public string Name => $"{address}, restarted by `{command}`";

    public string? Objection(Schedule schedule) => schedule.Steps.FirstOrDefault(step => step.Action != StepAction.RollingRestart) is { } step
        ? $"--restart-command can do a rolling restart and nothing else, and step {step.Number} of the schedule '{schedule.Name}' is '{step}'. "
            + "Use the schedule 'rollout', or one of your own."
        : null;

    public Task<TargetFacts> StartAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new TargetFacts(new LoadServer(address, key), HasDocuments: false));

    /// <summary>Runs the command. It has failed when its exit code is not 0.</summary>
    public async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("sh", ["-c", command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode == 0)
            return null;
        var lines = string.Join('\n', await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        throw new TargetException(FormattableString.Invariant(
            $"`{command}` ended with {process.ExitCode}: {string.Join(" | ", lines.TakeLast(ShownLines))}"));
    }

    /// <summary>There is nothing to read.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
