using System.Diagnostics;

namespace Spade.Worker.Processes;

/// <summary>How the worker ends its child processes.</summary>
internal static class ProcessEnd
{
    /// <summary>Waits until the process has ended. When the token is cancelled first, the process is killed with its children.</summary>
    public static async Task WaitOrKillAsync(Process process, CancellationToken stop)
    {
        await process.WaitForExitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process.HasExited)
            return;
        // With its children: a program on PATH may be a script around the real one.
        process.Kill(entireProcessTree: true);
        // SIGKILL ends these programs within 70 ms. The folder must not be removed while one of them still writes to it.
        await process.WaitForExitAsync(CancellationToken.None);
    }
}
