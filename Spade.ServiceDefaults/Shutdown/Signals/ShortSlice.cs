using System.Runtime.InteropServices;

namespace Spade.ServiceDefaults;

/// <summary>The kernel's promptest service for a thread that sleeps most of the time.</summary>
/// <remarks>Since Linux 6.12 a thread may ask for slices of a length of its own (sched_setattr(2), Documentation/scheduler/sched-eevdf.rst).
/// Whose slice would end first is next: a thread with short ones runs as soon as it wakes, though every core is busy, unless a quota of
/// processor time is used up. It gets no more of that than others, and needs no privilege.</remarks>
internal static partial class ShortSlice
{
    /// <summary>0.1 ms, the shortest that the kernel grants.</summary>
    private const ulong Nanoseconds = 100_000;

    // Else threads that this one starts would have short slices too, and be interrupted all the time. It takes a niceness below 0 from them
    // as well: with a privileged process these few then count as much as everybody's.
    private const ulong ResetOnFork = 1;

    // SCHED_OTHER and SCHED_BATCH; for the others the same field means something else.
    private static readonly uint[] Policies = [0, 3];

    /// <summary>Asks for them, for the thread that calls. A wish: kernels before 6.12 have no such slices, and where it is refused (a sandbox,
    /// an architecture not listed here) the thread waits for its turn like all others.</summary>
    public static void Request()
    {
        if (Calls() is not { } calls)
            return;
        // What is there goes back with it: the call sets everything, the niceness too.
        var attributes = default(Attributes);
        if (syscall(calls.Get, 0, ref attributes, Marshal.SizeOf<Attributes>(), 0) != 0 || !Policies.Contains(attributes.Policy))
            return;
        attributes.Flags |= ResetOnFork;
        attributes.Runtime = Nanoseconds;
        _ = syscall(calls.Set, 0, ref attributes, 0, 0);
    }

    /// <summary>glibc has functions for these calls since 2.41 only. The numbers are those of the kernel's syscall tables.</summary>
    private static (nint Get, nint Set)? Calls() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (315, 314),
        Architecture.Arm64 => (275, 274),
        _ => null,
    };

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint thread, ref Attributes attributes, nint sizeOrFlags, nint flags);

    /// <summary><c>struct sched_attr</c>, its first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
