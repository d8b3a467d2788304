namespace Spade.Worker.Processes;

/// <summary>Runs programs from start to end, under the limits of <see cref="ToolStarter"/> and a limit of time. A cancelled or timed-out
/// program is killed with its children; one that exits by itself may leave a child behind, which keeps its limits.</summary>
internal sealed partial class ToolRunner(ToolStarter starter, TimeProvider time, ILogger<ToolRunner> logger)
{
    /// <summary>How long the output of a program that has ended is waited for. What it wrote is in the pipe already: longer waits only for
    /// a child that it left behind and that holds the pipe open.</summary>
    public static readonly TimeSpan OutputDelay = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program has ended.</exception>
    public async Task<ToolExit> RunAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(command.TimeLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var endOfOutput = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var process = starter.Start(command);
        process.StandardInput.Close();
        // Process.Dispose leaves the streams open, because they have been asked for here: the pipes would stay until a collection.
        using var output = process.StandardOutput;
        using var errorOutput = process.StandardError;
        var errors = new ErrorText();
        var reading = Task.WhenAll(
            BoundedLines.ReadAsync(output.BaseStream, command.OnLine, endOfOutput.Token),
            BoundedLines.ReadAsync(errorOutput.BaseStream, errors.Add + command.OnErrorLine, endOfOutput.Token));
        await ProcessEnd.WaitOrKillAsync(process, stop.Token);
        endOfOutput.CancelAfter(OutputDelay);
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        var exit = ToolExit.Of(process.ExitCode, timeout.IsCancellationRequested, errors.ToString());
        if (exit.End != ToolEnd.Succeeded)
            Log.Ended(logger, Path.GetFileName(command.Program), exit.End, exit.Code, exit.Errors);
        return exit;
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Debug, "{Program} ended as {End} with code {ExitCode}: {Errors}")]
        public static partial void Ended(ILogger logger, string program, ToolEnd end, int exitCode, string errors);
    }
}
