using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Run.Processes;

/// <summary>Signals: .NET itself can only kill.</summary>
internal static partial class Signals
{
    internal const int Interrupt = 2;
    internal const int Quit = 3;
    internal const int Kill = 9;
    internal const int Terminate = 15;

    // ESRCH: nobody there. It had ended before the signal came, which is all that a sender wants.
    private const int NoSuchProcess = 3;

    internal static void Send(int processId, int signal)
    {
        // 0 and negative numbers mean groups of processes, ours among them.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        if (kill(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
            throw new Win32Exception(error, $"Process {processId} did not take signal {signal}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);
}
