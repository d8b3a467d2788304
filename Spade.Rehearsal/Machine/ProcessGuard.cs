using System.Diagnostics;
using System.Globalization;

namespace Spade.Rehearsal.Machine;

/// <summary>Kills a process when this program ends without having stopped it, as after a SIGKILL: the pipe to the guard closes
/// then.</summary>
internal sealed class ProcessGuard : IDisposable
{
    // In a session of its own and deaf to signals, since Ctrl+C must not end it first. The folder check protects a process that has reused
    // the id.
    private const string Script = """trap '' INT TERM HUP; cat >/dev/null; [ /proc/$0/cwd -ef "$1" ] && kill -KILL "$0" """;

    private readonly Process _process;

    /// <param name="processId">The process.</param>
    /// <param name="folder">Its working directory.</param>
    internal ProcessGuard(int processId, string folder) => _process = Process.Start(
        new ProcessStartInfo("setsid", ["sh", "-c", Script, processId.ToString(CultureInfo.InvariantCulture), folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    /// <summary>What the end of this program does.</summary>
    internal void LetGo() => _process.StandardInput.Close();

    /// <summary>Ends the guard: the process has ended, or is to live on.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
