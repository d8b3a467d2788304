using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Spade.Worker.Processes;

/// <summary>Runs programs on documents that are not trusted: limited in memory, time and file size, and with an environment of the worker's
/// choice. A cancelled or timed-out program is killed with its children; one that exits by itself may leave a child behind, which keeps its
/// limits. The limits are set by <c>prlimit</c> and belong to the process, so they still hold when the worker has been killed.</summary>
internal sealed partial class ToolRunner(Toolchain tools, ToolLimits limits, TimeProvider time, ILogger<ToolRunner> logger)
{
    private const int MaxErrors = 4096;

    // What an ended program wrote is in the pipe already. Longer waits only for a child that it left behind and that holds the pipe open.
    private static readonly TimeSpan OutputDelay = TimeSpan.FromSeconds(5);

    private static readonly string[] PassedOn = ["PATH", "HOME", "TESSDATA_PREFIX", "FONTCONFIG_FILE", "FONTCONFIG_PATH"];

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program has ended.</exception>
    public async Task<ToolExit> RunAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(command.TimeLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var endOfOutput = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var process = Start(command);
        // Process.Dispose leaves the streams open, because they have been asked for here: the pipes would stay until a collection.
        using var output = process.StandardOutput;
        using var errorOutput = process.StandardError;
        var errors = new StringBuilder();
        var reading = Task.WhenAll(
            BoundedLines.ReadAsync(output.BaseStream, command.OnLine, endOfOutput.Token),
            BoundedLines.ReadAsync(errorOutput.BaseStream, OnErrorLine, endOfOutput.Token));
        await WaitAsync(process, stop.Token);
        endOfOutput.CancelAfter(OutputDelay);
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        var exit = ToolExit.Of(process.ExitCode, timeout.IsCancellationRequested, errors.ToString());
        if (exit.End != ToolEnd.Succeeded)
            Log.Ended(logger, Path.GetFileName(command.Program), exit.End, exit.Code, exit.Errors);
        return exit;

        void OnErrorLine(string line)
        {
            Keep(errors, line);
            command.OnErrorLine?.Invoke(line);
        }
    }

    private static async Task WaitAsync(Process process, CancellationToken stop)
    {
        await process.WaitForExitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process.HasExited)
            return;
        // With its children: a program on PATH may be a script around the real one.
        process.Kill(entireProcessTree: true);
        // SIGKILL ends these programs within 70 ms. The folder must not be removed while one of them still writes to it.
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private Process Start(ToolCommand command)
    {
        var start = new ProcessStartInfo(tools.PrLimit)
        {
            WorkingDirectory = command.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[.. Limits(command), "--", command.Program, .. command.Arguments])
            start.ArgumentList.Add(argument);
        SetEnvironment(start.Environment, command);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private IEnumerable<string> Limits(ToolCommand command)
    {
        // A second more than the clock's limit, so that the clock decides while the worker is there to look at it.
        var seconds = (long)Math.Ceiling((command.ProcessorLimit ?? command.TimeLimit + TimeSpan.FromSeconds(1)).TotalSeconds);
        yield return Text($"--as={limits.Memory}");
        yield return Text($"--cpu={seconds}:{seconds + 1}");
        yield return Text($"--fsize={command.FileSize ?? limits.FileSize}");
        yield return "--core=0";
    }

    private static void SetEnvironment(IDictionary<string, string?> environment, ToolCommand command)
    {
        var inherited = PassedOn.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).ToList();
        environment.Clear();
        foreach (var (name, value) in inherited)
        {
            if (value is not null)
                environment[name] = value;
        }

        environment["LANG"] = "C.UTF-8";
        environment["TMPDIR"] = command.Folder;
        // Measured: with Tesseract's own threads a page takes four times the processor time, and more time by the clock.
        environment["OMP_THREAD_LIMIT"] = "1";
        environment[ProcessOwner.Variable] = ProcessOwner.Current.ToString();
        foreach (var (name, value) in command.Environment)
            environment[name] = value;
    }

    private static void Keep(StringBuilder errors, string line)
    {
        if (errors.Length + line.Length < MaxErrors)
            errors.Append(line).Append('\n');
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Debug, "{Program} ended as {End} with code {ExitCode}: {Errors}")]
        public static partial void Ended(ILogger logger, string program, ToolEnd end, int exitCode, string errors);
    }
}
