using System.Runtime.InteropServices;

namespace Spade.Shutdown.Signals;

/// <summary>Keeps a SIGTERM that is repeated at the very end from changing the exit code.</summary>
internal static class RepeatedSignals
{
    // Reachable until the process has exited: a finalized registration is a disposed one.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>From now on SIGTERM and SIGQUIT change nothing, until the process has exited. Call it when the process is about to end by
    /// itself, and not earlier: until something listens, a signal must not get lost. SIGINT keeps its effect, so that a user can always end
    /// the process.</summary>
    public static void Ignore()
    {
        lock (Registrations)
            Registrations.AddRange([Ignore(PosixSignal.SIGTERM), Ignore(PosixSignal.SIGQUIT)]);
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context => context.Cancel = true);
}
