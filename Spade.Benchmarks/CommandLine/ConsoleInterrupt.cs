using System.Runtime.InteropServices;

namespace Spade.Benchmarks.CommandLine;

/// <summary>The first Ctrl+C or SIGTERM ends the run in order, with the tables so far.</summary>
internal sealed class ConsoleInterrupt : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    private ConsoleInterrupt(PosixSignalRegistration[] signals) => _signals = signals;

    internal static ConsoleInterrupt Cancels(CancellationTokenSource source)
    {
        return new([PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel)]);

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            source.Cancel();
        }
    }

    public void Dispose() => Array.ForEach(_signals, signal => signal.Dispose());
}
