using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spade.ServiceDefaults;

/// <summary>Has the main thread, which is idle while a service runs, wait for SIGTERM.</summary>
/// <remarks>The kernel offers a process's signal to its main thread first. .NET hands it on from there to a thread that listens, and that one
/// starts another for the handler: with every core busy each of them waits for its turn, several times. A thread that waits for the signal
/// itself wakes once, and with <see cref="ShortSlice"/> it does so at once. Other registrations for SIGTERM are not told then. One that
/// comes while this thread does not wait, or that another thread happens to take, goes .NET's way, to the same handler.</remarks>
internal sealed partial class SignalWait
{
    // signal(7) and pthread_sigmask(3): the same on every architecture of Linux that .NET runs on.
    private const int Terminate = 15;
    private const int Block = 0;
    private const int Unblock = 1;

    private readonly Lock _lock = new();
    private readonly SignalSet _set = Only(Terminate);
    private nuint _thread;
    private bool _isWaiting;
    private bool _isOver;

    /// <summary>Who is told of the signal; null until there is somebody.</summary>
    public StopSignals? Signals { get; set; }

    /// <summary>True where it can be done: on Linux, on the main thread.</summary>
    public static bool IsPossible =>
        OperatingSystem.IsLinux() && new FileInfo("/proc/thread-self").LinkTarget == $"{Environment.ProcessId}/task/{Environment.ProcessId}";

    /// <summary>Waits on this thread, and takes the signal, until <paramref name="run"/> has ended.</summary>
    public void Until(Task run)
    {
        // Not before somebody listens: a signal that comes earlier has to end the process by itself.
        if (Signals is not { } signals || Task.WaitAny(run, signals.Listening) == 0)
            return;
        ShortSlice.Request();
        _thread = pthread_self();
        run.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (IsSignalled())
            signals.Take(PosixSignal.SIGTERM);
    }

    /// <summary>Waits; false at the end.</summary>
    private bool IsSignalled()
    {
        lock (_lock)
        {
            if (_isOver)
                return false;
            // The call of End must find it blocked: as long as nobody waits for it, it is pending then, and does not get lost.
            Mask(Block);
            _isWaiting = true;
        }
        Check(sigwait(_set, out _), nameof(sigwait));
        lock (_lock)
        {
            _isWaiting = false;
            // It stays blocked: when End's call came on top of a real signal, it is still pending, and would kill.
            if (_isOver)
                return false;
            // Threads inherit the mask of the one that starts them, and programs that of their thread: they would be deaf to SIGTERM.
            Mask(Unblock);
            return true;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            _isOver = true;
            // An exception would be nobody's, and the main thread would wait for ever.
            if (_isWaiting && pthread_kill(_thread, Terminate) is not 0 and var error)
                Environment.FailFast($"The main thread cannot be woken for the end: error {error}.");
        }
    }

    private void Mask(int how) => Check(pthread_sigmask(how, _set, 0), nameof(pthread_sigmask));

    private static SignalSet Only(int signal)
    {
        Check(sigemptyset(out var set), nameof(sigemptyset));
        Check(sigaddset(ref set, signal), nameof(sigaddset));
        return set;
    }

    private static void Check(int error, string function)
    {
        if (error != 0)
            throw new InvalidOperationException($"{function} failed: {error}.");
    }

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
