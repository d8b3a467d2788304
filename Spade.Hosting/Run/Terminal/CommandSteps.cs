using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>Shows a command's steps while it is under way.</summary>
internal static class CommandSteps
{
    /// <summary>Writes the steps so far and those to come; ends when the command has, with its result.</summary>
    internal static async Task<ExecuteCommandResult> FollowAsync(CommandRun run, TerminalOutput output, CancellationToken cancellationToken)
    {
        var (kept, following) = run.Steps.Subscribe();
        // Every step is in the channel before the result is there.
        _ = run.Result.ContinueWith(_ => following.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var step in kept)
            await WriteAsync(step);
        await foreach (var step in following.Reader.ReadAllAsync(cancellationToken))
            await WriteAsync(step);
        return await run.Result;

        Task WriteAsync(LogEntry step) => output.WriteLineAsync($"{step.Source}: {step.Line.Content}", cancellationToken);
    }
}
