using System.Runtime.InteropServices;

namespace Spade.Benchmarks.CommandLine;

/// <summary>Ctrl+C and SIGTERM cancel the run, so that it prints its results so far and stops PostgreSQL.</summary>
internal sealed class ConsoleInterrupt : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    private ConsoleInterrupt(PosixSignalRegistration[] signals) => _signals = signals;

    internal static ConsoleInterrupt Cancels(CancellationTokenSource source)
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];
        return new([.. signals.Select(signal => PosixSignalRegistration.Create(signal, Cancel))]);

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            source.Cancel();
        }
    }

    public void Dispose() => Array.ForEach(_signals, signal => signal.Dispose());
}
