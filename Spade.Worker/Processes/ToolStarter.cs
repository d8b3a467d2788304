using System.Diagnostics;
using System.Globalization;

namespace Spade.Worker.Processes;

/// <summary>Starts programs on documents that are not trusted: limited in memory, processor time and file size, and with an environment of
/// the worker's choice. The limits are set by <c>prlimit</c> and belong to the process, so they still hold when the worker has been
/// killed.</summary>
internal sealed class ToolStarter(Toolchain tools, ToolLimits limits)
{
    private static readonly string[] PassedOn = ["PATH", "HOME", "TESSDATA_PREFIX", "FONTCONFIG_FILE", "FONTCONFIG_PATH"];

    /// <summary>Starts a program. Its input, output and error output are pipes.</summary>
    public Process Start(ToolCommand command)
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
        return Process.Start(start)!;
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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
