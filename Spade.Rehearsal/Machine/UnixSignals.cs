using System.Runtime.InteropServices;

namespace Spade.Rehearsal.Machine;

/// <summary>Signals by their Linux numbers.</summary>
internal enum UnixSignal
{
    SIGINT = 2,
    SIGKILL = 9,
    SIGTERM = 15,
    SIGCONT = 18,
    SIGSTOP = 19,
}

/// <summary>Sends signals to processes of this machine.</summary>
internal static partial class UnixSignals
{
    /// <summary>Sends a signal. It is no error when the process has just ended.</summary>
    internal static void Send(int processId, UnixSignal signal) => _ = kill(processId, (int)signal);

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
