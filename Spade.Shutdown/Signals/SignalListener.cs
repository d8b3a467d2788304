using System.Runtime.InteropServices;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;

namespace Spade.Shutdown.Signals;

/// <summary>Takes the signals that stop a process, until it is disposed. A second SIGINT ends the process at once.</summary>
internal sealed class SignalListener : IDisposable
{
    private readonly Action<StopReason> _stop;
    private readonly List<PosixSignalRegistration> _registrations;
    private int _interrupts;

    /// <param name="stop">Begins the stop. It may be called more than once.</param>
    public SignalListener(Action<StopReason> stop)
    {
        _stop = stop;
        PosixSignal[] signals = [PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGINT];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Take))];
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        var isInterrupt = context.Signal == PosixSignal.SIGINT;
        if (isInterrupt && Interlocked.Increment(ref _interrupts) > 1)
            Environment.Exit(ExitCodes.Interrupted);
        _stop(isInterrupt ? StopReason.Interrupt : StopReason.Terminate);
    }
}
