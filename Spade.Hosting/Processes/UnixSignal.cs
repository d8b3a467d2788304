using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spade.Hosting.Processes;

/// <summary>Signals to processes of this machine.</summary>
internal static partial class UnixSignal
{
    internal const int Interrupt = 2, Quit = 3, Kill = 9, Terminate = 15;

    /// <summary>Sends it. A process that has just ended gets none, which is no error.</summary>
    internal static void Send(int processId, int signal) => _ = SendSignal(processId, signal);

    internal static string NameOf(int signal) => signal switch
    {
        Interrupt => "SIGINT",
        Quit => "SIGQUIT",
        Kill => "SIGKILL",
        Terminate => "SIGTERM",
        _ => throw new UnreachableException($"Signal {signal} is never sent."),
    };

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
