using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spade.ServiceDefaults;

/// <summary>Has the main thread, which is idle while a service runs, wait for the signals that stop it.</summary>
/// <remarks>The kernel offers a process's signal to its main thread first. .NET hands it on from there to a thread that listens, and that one
/// starts another for the handler: with every core busy each of them waits for its turn, several times. A thread that waits for the signal
/// itself wakes once, and with <see cref="ShortSlice"/> it does so at once. A signal that comes while it does not wait, or that another
/// thread happens to take, goes .NET's way, to the same handler.</remarks>
internal sealed partial class SignalWait
{
    // signal(7): the numbers that are the same everywhere.
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;

    // pthread_sigmask(3): the same on every Linux architecture that .NET runs on.
    private const int Block = 0;
    private const int Unblock = 1;

    // Static: in reach, and so in force, until the process is gone.
    private static readonly List<PosixSignalRegistration> Ignored = [];

    private readonly Lock _lock = new();
    private readonly SignalSet _set = SetOf(Interrupt, Quit, Terminate);
    private nuint _thread;
    private bool _isWaiting;
    private bool _isOver;

    /// <summary>Who is told of the signals; null until there is somebody.</summary>
    public StopSignals? Signals { get; set; }

    /// <summary>True where it can be done: on Linux, on the main thread.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && gettid() == Environment.ProcessId;

    /// <summary>Waits on this thread, and takes the signals, until <paramref name="run"/> has ended.</summary>
    public void Until(Task run)
    {
        // Not before somebody listens: a signal that comes earlier has to end the process by itself.
        if (Signals is not { } signals || Task.WaitAny(run, signals.Listening) == 0)
            return;
        ShortSlice.Request();
        _thread = pthread_self();
        run.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (Next() is { } signal)
            signals.Take(signal);
    }

    /// <summary>Nothing is left that could be stopped: until the process is gone, no signal but an interrupt changes how it ends.</summary>
    public void IgnoreFromNowOn()
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGQUIT })
            Ignored.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
    }

    /// <summary>Null at the end.</summary>
    private PosixSignal? Next()
    {
        lock (_lock)
        {
            if (_isOver)
                return null;
            // Between this and the wait a signal stays pending.
            Mask(Block);
            _isWaiting = true;
        }
        Check(sigwait(_set, out var signal), nameof(sigwait));
        lock (_lock)
        {
            _isWaiting = false;
            // Still blocked then: the signal is End's, or its is pending besides, and nobody listens for it any more.
            if (_isOver)
                return null;
            // Threads inherit the mask of the one that starts them, and programs that of their thread: they would be deaf to SIGTERM.
            Mask(Unblock);
        }
        return signal switch
        {
            Interrupt => PosixSignal.SIGINT,
            Quit => PosixSignal.SIGQUIT,
            _ => PosixSignal.SIGTERM,
        };
    }

    private void End()
    {
        lock (_lock)
        {
            _isOver = true;
            if (_isWaiting)
                Check(pthread_kill(_thread, Terminate), nameof(pthread_kill));
        }
    }

    private void Mask(int how) => Check(pthread_sigmask(how, _set, 0), nameof(pthread_sigmask));

    private static SignalSet SetOf(params ReadOnlySpan<int> signals)
    {
        Check(sigemptyset(out var set), nameof(sigemptyset));
        foreach (var signal in signals)
            Check(sigaddset(ref set, signal), nameof(sigaddset));
        return set;
    }

    private static void Check(int error, string function)
    {
        if (error != 0)
            throw new InvalidOperationException($"{function} failed: {error}.");
    }

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc")]
    private static partial nuint pthread_self();

    [LibraryImport("libc")]
    private static partial int pthread_kill(nuint thread, int signal);

    [LibraryImport("libc")]
    private static partial int pthread_sigmask(int how, in SignalSet set, nint old);

    [LibraryImport("libc")]
    private static partial int sigwait(in SignalSet set, out int signal);

    [LibraryImport("libc")]
    private static partial int sigemptyset(out SignalSet set);

    [LibraryImport("libc")]
    private static partial int sigaddset(ref SignalSet set, int signal);

    /// <summary><c>sigset_t</c>: 1024 bits, in glibc and in musl.</summary>
    [InlineArray(16)]
    private struct SignalSet
    {
        private ulong _bits;
    }
}
