using System.Runtime.InteropServices;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Ends the process with 0, whatever exit code it is about to have.</summary>
internal static class CleanExit
{
    public static void Now() => Exit(0);

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int status);
}
