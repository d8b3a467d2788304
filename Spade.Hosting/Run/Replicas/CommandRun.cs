using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>One command on its way: what it is, how far it is, how it ended.</summary>
internal sealed partial class CommandRun(string name, string target, ILogger logger, TimeProvider clock)
{
    private readonly TaskCompletionSource<ExecuteCommandResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is being done: "a rolling-restart of spade-api".</summary>
    internal string Description => $"{(name[0] == 'a' ? "an" : "a")} {name} of {target}";

    /// <summary>Its steps.</summary>
    internal ResourceLog Steps { get; } = new();

    /// <summary>How it ended.</summary>
    internal Task<ExecuteCommandResult> Result => _result.Task;

    /// <summary>Tells of a step.</summary>
    internal void Say(string step)
    {
        Log.Step(logger, name, step);
        Steps.Append(clock.GetUtcNow(), target, step, isError: false);
    }

    internal void End(ExecuteCommandResult result)
    {
        if (!result.Success)
            Log.Failed(logger, name, result.ErrorMessage);
        _result.SetResult(result);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Command}: {Step}")]
        internal static partial void Step(ILogger logger, string command, string step);

        [LoggerMessage(LogLevel.Warning, "{Command} failed: {Reason}")]
        internal static partial void Failed(ILogger logger, string command, string? reason);
    }
}
