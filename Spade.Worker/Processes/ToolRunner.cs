using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Spade.Worker.Processes;

/// <summary>Runs programs on documents that nobody trusts: limited in memory, time and file size, with an environment of our choice, and
/// never outliving the call. The limits are set by <c>prlimit</c> and stay with the process, so they hold for one whose worker was killed.</summary>
internal sealed partial class ToolRunner(Toolchain tools, ToolLimits limits, TimeProvider time, ILogger<ToolRunner> logger)
{
    private const int MaxErrors = 4096;

    private static readonly string[] PassedOn = ["PATH", "HOME", "TESSDATA_PREFIX", "FONTCONFIG_FILE", "FONTCONFIG_PATH"];

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program has ended.</exception>
    public async Task<ToolExit> RunAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(command.TimeLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var process = Start(command);
        var errors = new StringBuilder();
        var reading = Task.WhenAll(
            BoundedLines.ReadAsync(process.StandardOutput.BaseStream, command.OnLine),
            BoundedLines.ReadAsync(process.StandardError.BaseStream, line =>
            {
                Keep(errors, line);
                command.OnErrorLine?.Invoke(line);
            }));
        await WaitAsync(process, stop.Token);
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        var exit = ToolExit.Of(process.ExitCode, timeout.IsCancellationRequested, errors.ToString());
        if (exit.End != ToolEnd.Succeeded)
            Log.Ended(logger, Path.GetFileName(command.Program), exit.End, exit.Code, exit.Errors);
        return exit;
    }

    private static async Task WaitAsync(Process process, CancellationToken stop)
    {
        await process.WaitForExitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process.HasExited)
            return;
        process.Kill();
        // SIGKILL ends these programs within 70 ms; the folder must not be removed under one that still writes.
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
        SetEnvironment(start.Environment, command.Folder);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private IEnumerable<string> Limits(ToolCommand command)
    {
        // One second more than the clock's limit: while a parent looks at the clock, the clock decides.
        var seconds = (long)Math.Ceiling((command.ProcessorLimit ?? command.TimeLimit + TimeSpan.FromSeconds(1)).TotalSeconds);
        yield return Text($"--as={limits.Memory}");
        yield return Text($"--cpu={seconds}:{seconds + 1}");
        yield return Text($"--fsize={limits.FileSize}");
        yield return "--core=0";
    }

    private static void SetEnvironment(IDictionary<string, string?> environment, string folder)
    {
        var inherited = PassedOn.Select(name => (name, Value: Environment.GetEnvironmentVariable(name))).ToList();
        environment.Clear();
        foreach (var (name, value) in inherited)
        {
            if (value is not null)
                environment[name] = value;
        }

        environment["LANG"] = "C.UTF-8";
        environment["TMPDIR"] = folder;
        // With Tesseract's own threads a page takes four times the processor and more time by the clock.
        environment["OMP_THREAD_LIMIT"] = "1";
        environment[ProcessOwner.Variable] = ProcessOwner.Current.ToString();
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
