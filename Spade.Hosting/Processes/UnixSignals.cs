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

/// <summary>Sends signals to processes of this machine.</summary>
internal static partial class UnixSignals
{
    /// <summary>Sends it. A process that has just ended gets none, which is no error.</summary>
    internal static void Send(int processId, UnixSignal signal) => _ = kill(processId, (int)signal);

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
