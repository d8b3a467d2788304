using System.Runtime.InteropServices;

namespace Spade.Hosting.Processes;

/// <summary>Signals by their Linux numbers.</summary>
internal enum UnixSignal
{
    SIGINT = 2,
    SIGQUIT = 3,
    SIGKILL = 9,
    SIGTERM = 15,
}

/// <summary>Sends signals to local processes.</summary>
internal static partial class UnixSignals
{
    /// <summary>Sends a signal. It is no error when the process has just ended.</summary>
    internal static void Send(int processId, UnixSignal signal) => _ = kill(processId, (int)signal);

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
