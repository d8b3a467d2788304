using System.Runtime.InteropServices;

namespace Spade.Tests.Soak;

/// <summary>Makes a signal end a soak in order: the run is interrupted, the table is shown, and PostgreSQL stops at the process's exit.
/// A second signal skips the table.</summary>
internal sealed class SoakSignals : IDisposable
{
    private const int Interrupted = 130;

    private readonly CancellationTokenSource _interrupted = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public SoakSignals() => _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Interrupt)),
    ];

    public CancellationToken Token => _interrupted.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _interrupted.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_interrupted.IsCancellationRequested)
            Environment.Exit(Interrupted);
        _interrupted.Cancel();
    }
}
