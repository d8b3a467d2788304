using System.Runtime.InteropServices;

namespace Spade.Rehearsal.Machine;

/// <summary>Ctrl+C and SIGTERM cancel the run, so that it stops everything that it started.</summary>
internal sealed class ConsoleInterrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    internal ConsoleInterrupt()
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];
        _signals = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Cancel))];
    }

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
    }
}
